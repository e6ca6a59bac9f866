package cli

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"magpie/lexicon"
	"magpie/news"
)

func storiesCommand(settings func() (Settings, error)) *cobra.Command {
	var how string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "stories [--grouping HOW] < ITEMS",
		Short: "Say which items tell the same story, in whatever words and languages",
		Long: "Reads items from the standard input and prints each, in the same order, with \"story\" (the id of the story's first item) and \"reasons\"\n" +
			"(why it belongs there; none for the first item). In a terminal it lists the stories instead, unless --json is given.\n" +
			itemFields + "\n\n" +
			"Items more than three days apart are not of one story. An id that comes again is told apart by a number behind it.",
		Example: "  magpie stories < items.jsonl\n" +
			"  magpie stories --grouping strict --json < items.jsonl",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch news.Grouping(how) {
			case news.Strict, news.Normal, news.Loose:
			default:
				return UsageError{fmt.Errorf("--grouping %q: it is strict, normal or loose", how)}
			}
			s, err := settings()
			if err != nil {
				return err
			}
			d, err := openLexicon(s.Data, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			show := showStories
			if asJSON || !isTerminal(cmd.OutOrStdout()) {
				show = writeStories
			}
			err = groupLines(cmd, d, news.Grouping(how), show)
			if errors.Is(err, syscall.EPIPE) {
				err = nil // nobody wants to read more
			}
			return errors.Join(err, d.Close())
		},
	}
	cmd.Flags().StringVar(&how, "grouping", string(news.Normal), "how readily items are taken for one story: strict, normal or loose")
	cmd.Flags().BoolVar(&asJSON, "json", false, "lines of JSON, also in a terminal")
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return UsageError{err} })
	return cmd
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// groupLines groups the lines of the standard input and shows them.
func groupLines(cmd *cobra.Command, d *lexicon.Dictionary, how news.Grouping, show func(w io.Writer, lines []itemLine, stories []news.Story) error) error {
	reader := news.NewReader(func() *lexicon.Dictionary { return d })
	var lines []itemLine
	unread := readItems(cmd, func(line itemLine, _ bool) error {
		lines = append(lines, line)
		return nil
	})
	items := make([]news.Judged, len(lines))
	for i, line := range lines {
		items[i].Item = line.Item
		items[i].ID = lineKey(i)
	}
	out := bufio.NewWriter(cmd.OutOrStdout())
	err := show(out, lines, news.Group(reader, items, nil, how))
	return errors.Join(err, out.Flush(), unread)
}

// lineKey identifies a line while it is grouped. Lines that came at one time are in the order of their keys.
func lineKey(i int) string { return fmt.Sprintf("%09d", i) }

// lineAt is the place of the line with a key.
func lineAt(key string) int {
	i, err := strconv.Atoi(key)
	if err != nil {
		return 0 // unreachable
	}
	return i
}

// writeStories writes each line with its story.
func writeStories(w io.Writer, lines []itemLine, stories []news.Story) error {
	ids := uniqueIDs(lines)
	for _, s := range stories {
		reasons := map[string][]string{}
		for _, j := range s.Joins {
			reasons[j.Item] = joinReasons(j)
		}
		for _, it := range s.Items {
			line := &lines[lineAt(it.ID)]
			why := append([]string{}, reasons[it.ID]...)
			if err := errors.Join(line.with("story", ids[lineAt(s.ID)]), line.with("reasons", why)); err != nil {
				return err
			}
		}
	}
	for i := range lines {
		if err := lines[i].write(w); err != nil {
			return err
		}
	}
	return nil
}

// uniqueIDs are the ids of lines, those that come again with a number.
func uniqueIDs(lines []itemLine) []string {
	out, taken := make([]string, len(lines)), map[string]bool{}
	for _, l := range lines {
		taken[l.Item.ID] = true
	}
	seen := map[string]bool{}
	for i, l := range lines {
		id := l.Item.ID
		for n := 2; seen[id] || id != l.Item.ID && taken[id]; n++ {
			id = fmt.Sprintf("%s#%d", l.Item.ID, n)
		}
		seen[id] = true
		out[i] = id
	}
	return out
}

// showStories lists stories for people, those that most items tell first.
func showStories(w io.Writer, lines []itemLine, stories []news.Story) error {
	var b strings.Builder
	for _, s := range stories {
		b.Reset()
		if len(s.Items) > 1 {
			fmt.Fprintf(&b, "%d reports:\n", len(s.Items))
		}
		why := map[string]string{}
		for _, j := range s.Joins {
			why[j.Item] = strings.Join(joinReasons(j), "; ")
		}
		for _, it := range s.Items {
			fmt.Fprintf(&b, "  %s", cmp.Or(it.Title, it.Summary, "(says nothing)"))
			for _, detail := range []string{it.Publisher, day(it.Published)} {
				if detail != "" {
					fmt.Fprintf(&b, " · %s", detail)
				}
			}
			b.WriteByte('\n')
			if reason := why[it.ID]; reason != "" {
				fmt.Fprintf(&b, "    because: %s\n", reason)
			}
		}
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d items, %d stories\n", len(lines), len(stories))
	return err
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04")
}

// joinReasons are a join's reasons in English.
func joinReasons(j news.Join) []string {
	var out []string
	for _, r := range j.Reasons {
		out = append(out, strings.ReplaceAll(joinTexts[r.Key], "*", strings.Join(r.Args, ", ")))
	}
	return out
}

// joinTexts are English for [news.Join]'s reasons, with * for their argument.
var joinTexts = map[string]string{
	news.SameTitle: "same headline", news.SameLink: "same link", news.SameWords: "same words: *", news.SameNames: "same names: *",
	news.SameNumbers: "same number: *", news.SameDates: "same day: *", news.Similar: "*% similar",
}
