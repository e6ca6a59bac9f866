package cli

import (
	"bytes"
	"fmt"

	"github.com/spf13/cobra"

	"magpie/lexicon"
)

func convertCommand(settings func() (Settings, error)) *cobra.Command {
	var asJSON bool
	var to string
	cmd := lineCommand{
		use:   "convert --to traditional|simplified [TEXT...]",
		short: "Write a text in traditional or simplified characters",
		long:  "Changes the characters of each text and leaves its words, and all that is not Chinese, as they are.",
		example: "  magpie convert --to traditional 头发很干\n" +
			"  magpie convert --to simplified < novel.txt",
		settings: settings,
		check: func() error {
			if s := lexicon.Script(to); s != lexicon.Simplified && s != lexicon.Traditional {
				return fmt.Errorf("--to is %q, want traditional or simplified", to)
			}
			return nil
		},
		answer: func(out *bytes.Buffer, d *lexicon.Dictionary, text string) {
			if lexicon.Script(to) == lexicon.Simplified {
				text = d.Simplify(text)
			} else {
				text = d.Traditional(text)
			}
			if asJSON {
				printJSON(out, converted{text})
			} else {
				out.WriteString(text + "\n")
			}
		},
	}.command()
	cmd.Flags().StringVar(&to, "to", "", "traditional or simplified")
	cmd.Flags().BoolVar(&asJSON, "json", false, "one line of JSON for each text")
	return cmd
}

// A converted text is as printed with --json.
type converted struct {
	Text string `json:"text"`
}
