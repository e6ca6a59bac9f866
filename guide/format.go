package guide

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"
)

// Format writes a guide as [Parse] reads it, or [ReadOwn] one of a server, in one way only: the same guide always gives the
// same bytes, and reading them gives the same guide. Fields that a step takes from its guide are left out; comments in the
// front matter are not kept.
func Format(g Guide) []byte {
	var b bytes.Buffer
	b.WriteString("---\n")
	if g.Own {
		key := "name"
		if g.Adds {
			key = "adds-to"
		}
		fmt.Fprintf(&b, "%s: %s\nlanguage: %s\n", key, scalar(g.Name), g.Lang)
	}
	if !g.Adds {
		formatFront(&b, g)
	}
	b.WriteString("---\n")
	for _, s := range g.Steps {
		formatStep(&b, g, s)
	}
	return b.Bytes()
}

// formatFront writes what a guide says of itself.
func formatFront(b *bytes.Buffer, g Guide) {
	fmt.Fprintf(b, "title: %s\n", scalar(g.Title))
	fmt.Fprintf(b, "summary: %s\n", scalar(g.Summary))
	fmt.Fprintf(b, "audience: %s\n", g.Audience)
	if g.Order != 0 {
		fmt.Fprintf(b, "order: %d\n", g.Order)
	}
	if g.Differs {
		b.WriteString("differs: true\n")
	}
	if !g.Checked.IsZero() {
		fmt.Fprintf(b, "checked: %s\n", g.Checked.Format(time.DateOnly))
	}
	if len(g.Sources) > 0 {
		b.WriteString("sources:\n")
	}
	for _, s := range g.Sources {
		fmt.Fprintf(b, "  - %s\n", scalar(s.String()))
	}
}

func formatStep(b *bytes.Buffer, g Guide, s Step) {
	fmt.Fprintf(b, "\n## %s {#%s}\n", s.Title, s.ID)
	if s.Before != "" {
		fmt.Fprintf(b, "before: %s\n", s.Before)
	}
	if s.After != "" {
		fmt.Fprintf(b, "after: %s\n", s.After)
	}
	if !s.Checked.Equal(g.Checked) {
		fmt.Fprintf(b, "checked: %s\n", s.Checked.Format(time.DateOnly))
	}
	if !slices.Equal(s.Sources, g.Sources) {
		for _, source := range s.Sources {
			fmt.Fprintf(b, "source: %s\n", source)
		}
	}
	if s.Unclear {
		b.WriteString("unclear: true\n")
	}
	fmt.Fprintf(b, "\n%s\n", s.Body)
}

// String returns the source as it stands in a file: [Title](https://…) (2025-01-18).
func (s Source) String() string {
	text := fmt.Sprintf("[%s](%s)", s.Title, s.URL)
	if s.Date != "" {
		text += " (" + s.Date + ")"
	}
	return text
}

// scalar quotes a line for YAML where it must be quoted.
func scalar(text string) string {
	out, err := yaml.Marshal(text)
	if err != nil {
		panic("guide: a string that is no YAML: " + err.Error()) // unreachable
	}
	return string(bytes.TrimSuffix(out, []byte("\n")))
}
