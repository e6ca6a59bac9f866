package cli

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/rivo/uniseg"
	"github.com/spf13/cobra"

	"magpie/lexicon"
)

func explainCommand(settings func() (Settings, error)) *cobra.Command {
	var asJSON bool
	cmd := lineCommand{
		use:   "explain [TEXT...]",
		short: "Show a text word by word: how it is read and what it means",
		long: "Cuts each text into words and shows the pinyin and the meaning of each, and what is slang. It is no translation.\n" +
			"With --json the words cover the whole text, and start and length count its code points.",
		example: "  magpie explain 今天天气真好\n" +
			"  magpie explain --json < messages.txt",
		settings: settings,
		answer: func(out *bytes.Buffer, d *lexicon.Dictionary, text string) {
			if e := explain(d, text); asJSON {
				printJSON(out, e)
			} else {
				printWords(out, e)
			}
		},
	}.command()
	cmd.Flags().BoolVar(&asJSON, "json", false, "one line of JSON for each text")
	return cmd
}

// An explanation is a text with its words, which cover all of it.
type explanation struct {
	Text  string          `json:"text"`
	Words []explainedWord `json:"words"`
}

type explainedWord struct {
	Text   string   `json:"text"`
	Start  int      `json:"start"`
	Length int      `json:"length"`
	Pinyin []string `json:"pinyin"` // lower case, one numbered syllable for each hanzi
	Marks  string   `json:"marks"`
	Gloss  string   `json:"gloss"`
	Slang  string   `json:"slang"` // what it means as slang; empty if it is none
}

func explain(d *lexicon.Dictionary, text string) explanation {
	words := d.Words(text)
	e := explanation{Text: text, Words: make([]explainedWord, len(words))}
	for i, w := range words {
		e.Words[i] = explainedWord{
			Text: w.Text, Start: w.Start, Length: w.Length, Pinyin: lowerAll(w.Pinyin), Marks: lexicon.Marks(w.Pinyin), Gloss: w.Gloss,
		}
		if w.Entry.Source == lexicon.Slang {
			e.Words[i].Slang, e.Words[i].Gloss = w.Gloss, plainGloss(d, w)
		}
	}
	return e
}

// plainGloss is what a slang word means when it is none, as far as the dictionary knows.
func plainGloss(d *lexicon.Dictionary, w lexicon.Word) string {
	for _, e := range d.Lookup(w.Text) {
		if e.Source != lexicon.Slang && len(e.Glosses) > 0 {
			return e.Glosses[0]
		}
	}
	return w.Gloss
}

// lowerAll are the words in lower case, never nil.
func lowerAll(words []string) []string {
	lower := words
	for i, w := range words {
		if l := strings.ToLower(w); l != w {
			if &lower[0] == &words[0] {
				lower = slices.Clone(words)
			}
			lower[i] = l
		}
	}
	if lower == nil {
		return []string{}
	}
	return lower
}

// printWords prints the words that mean something in columns, and an empty line after each text.
func printWords(out *bytes.Buffer, e explanation) {
	rows := make([][2]string, len(e.Words)) // word and reading
	var wide [2]int
	for i, word := range e.Words {
		rows[i] = [2]string{word.Text, word.Marks}
		if word.Gloss == "" && word.Marks == "" {
			continue
		}
		for column, text := range rows[i] {
			wide[column] = max(wide[column], uniseg.StringWidth(text))
		}
	}
	for i, word := range e.Words {
		if word.Gloss == "" && word.Marks == "" {
			continue
		}
		line := pad(rows[i][0], wide[0]) + "  " + pad(rows[i][1], wide[1]) + "  " + word.Gloss
		if word.Slang != "" && word.Slang != word.Gloss {
			line += "  (slang: " + word.Slang + ")"
		} else if word.Slang != "" {
			line += "  (slang)"
		}
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	out.WriteByte('\n')
}

// pad fills up a text with spaces to a width in cells of a terminal, of which a hanzi takes two.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-uniseg.StringWidth(text)))
}

// printJSON prints a line of JSON.
func printJSON(out *bytes.Buffer, v any) {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // unreachable: a buffer takes everything, and what is printed is plain structs
	}
}
