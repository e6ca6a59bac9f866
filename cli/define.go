package cli

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"magpie/lexicon"
)

func defineCommand(settings func() (Settings, error)) *cobra.Command {
	var asJSON bool
	var limit int
	cmd := lineCommand{
		use:   "define [QUERY...]",
		short: "Look words up, by hanzi, pinyin or English",
		long: "Answers each query with the best entries first. A query is hanzi of either script, pinyin with or without tones and spaces,\n" +
			"the initials of pinyin, or English.",
		example: "  magpie define 猫 nihao 'ice cream'\n" +
			"  magpie define --json --limit 5 < words.txt",
		settings: settings,
		check: func() error {
			if limit < 1 {
				return errors.New("--limit must be 1 or more")
			}
			return nil
		},
		answer: func(out *bytes.Buffer, d *lexicon.Dictionary, query string) {
			if entries := d.Search(query, limit); asJSON {
				printJSON(out, define(query, entries))
			} else {
				printEntries(out, query, entries)
			}
		},
	}.command()
	cmd.Flags().BoolVar(&asJSON, "json", false, "one line of JSON for each query")
	cmd.Flags().IntVar(&limit, "limit", 20, "at most so many entries for a query")
	return cmd
}

// A definition is what was found for a query, best first.
type definition struct {
	Query   string         `json:"query"`
	Entries []definedEntry `json:"entries"`
}

type definedEntry struct {
	Simplified  string   `json:"simplified"`
	Traditional string   `json:"traditional"`
	Pinyin      []string `json:"pinyin"`
	Marks       string   `json:"marks"`
	Glosses     []string `json:"glosses"`
	Source      string   `json:"source"`
	Mark        string   `json:"mark"` // vulgar, derogatory, sexual, or empty
}

func define(query string, entries []lexicon.Entry) definition {
	def := definition{Query: query, Entries: make([]definedEntry, len(entries))}
	for i, e := range entries {
		def.Entries[i] = definedEntry{
			Simplified: e.Simplified, Traditional: e.Traditional, Pinyin: append([]string{}, e.Pinyin...), Marks: lexicon.Marks(e.Pinyin),
			Glosses: append([]string{}, e.Glosses...), Source: string(e.Source), Mark: string(e.Mark),
		}
	}
	return def
}

func printEntries(out *bytes.Buffer, query string, entries []lexicon.Entry) {
	if len(entries) == 0 {
		fmt.Fprintf(out, "nothing found for %s\n", query)
	}
	for _, e := range entries {
		head := e.Simplified
		if e.Traditional != e.Simplified {
			head += " (" + e.Traditional + ")"
		}
		out.WriteString(strings.TrimRight(head+"  "+lexicon.JoinMarks(e.Pinyin), " "))
		if e.Mark != "" {
			out.WriteString("  [" + string(e.Mark) + "]")
		}
		if e.Source == lexicon.Slang {
			out.WriteString("  [slang]")
		}
		for _, gloss := range e.Glosses {
			out.WriteString("\n    " + gloss)
		}
		for i, m := range e.Measures {
			out.WriteString([]string{"\n    measure word: ", ", "}[min(i, 1)] + m.Simplified + " " + lexicon.JoinMarks(m.Pinyin))
		}
		out.WriteString("\n")
	}
	out.WriteByte('\n')
}
