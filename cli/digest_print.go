package cli

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"magpie/news"
)

// A digestPreview is what a digest would post now.
type digestPreview struct {
	Server  string           `json:"server"`
	Digest  string           `json:"digest"` // id
	Window  previewWindow    `json:"window"`
	Stories []previewStory   `json:"stories"`
	Dropped []previewDropped `json:"dropped"`
}

// A previewWindow is the time that an edition reports on, in RFC 3339.
type previewWindow struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type previewStory struct {
	Title   string          `json:"title"`
	Topic   string          `json:"topic"`
	Score   float64         `json:"score"`
	Sources []previewSource `json:"sources"`
	Reasons []string        `json:"reasons"` // why it was kept, and why its sources are one story

	summary string
	updated bool
}

type previewSource struct {
	Publisher string `json:"publisher"`
	Outlet    string `json:"outlet"` // empty: not known
	Lang      string `json:"lang"`
	Title     string `json:"title"`
	Link      string `json:"link"`
	Published string `json:"published"`
}

type previewDropped struct {
	Title   string   `json:"title"`
	Link    string   `json:"link"`
	Reasons []string `json:"reasons"`
}

func previewOf(d news.Digest, e news.Edition) digestPreview {
	p := digestPreview{
		Server: d.Server, Digest: d.ID, Window: previewWindow{rfc3339(e.Window.From), rfc3339(e.Window.To)},
		Stories: []previewStory{}, Dropped: []previewDropped{},
	}
	for _, s := range e.Stories {
		shown := previewStory{Topic: s.Topic, Score: s.Score, Sources: []previewSource{}, Reasons: reasonTexts(s.Reasons), updated: s.Updated}
		for i, it := range s.For(d.Languages) {
			if i == 0 {
				shown.Title, shown.summary = it.Title, it.Summary
			}
			shown.Sources = append(shown.Sources, previewSource{
				it.Publisher, string(it.Outlet), it.Lang, it.Title, it.Link, rfc3339(it.Published),
			})
		}
		for _, j := range s.Joins {
			shown.Reasons = append(shown.Reasons, joinText(s, j))
		}
		p.Stories = append(p.Stories, shown)
	}
	for _, left := range e.Dropped {
		p.Dropped = append(p.Dropped, previewDropped{left.Item.Title, left.Item.Link, reasonTexts(left.Reasons)})
	}
	return p
}

// composeReasons are the words for reasons of composing, in English, with their arguments.
var composeReasons = map[string]string{
	news.Outlets: "told by %s outlets", news.OldAtStart: "was there before the feed was added", news.NotLanguage: "in %s, which the digest does not speak",
	news.BeforeWindow: "an earlier digest had its chance to tell it", news.AlreadyTold: "told already, on %s",
	news.BeyondLength: "place %s, and there is room for %s",
}

func reasonTexts(reasons []news.Reason) []string {
	texts := []string{}
	for _, r := range reasons {
		switch words, ok := composeReasons[r.Key]; {
		case ok:
			texts = append(texts, fmt.Sprintf(words, anys(r.Args)...))
		case judgeReasons[r.Key] != "":
			texts = append(texts, judgeReason(r))
		default:
			texts = append(texts, plainReason(r))
		}
	}
	return texts
}

// plainReason is a reason by its key: "shared number: 62".
func plainReason(r news.Reason) string {
	text := strings.ReplaceAll(r.Key, "_", " ")
	if len(r.Args) > 0 {
		text += ": " + strings.Join(r.Args, ", ")
	}
	return text
}

func anys(texts []string) []any {
	all := make([]any, len(texts))
	for i, text := range texts {
		all[i] = text
	}
	return all
}

// joinText is why an item was taken for a report of a story.
func joinText(s news.Story, j news.Join) string {
	name := func(id string) string {
		i := slices.IndexFunc(s.Items, func(it news.Item) bool { return it.ID == id })
		if i < 0 {
			return id
		}
		return s.Items[i].Publisher
	}
	var why []string
	for _, r := range j.Reasons {
		why = append(why, plainReason(r))
	}
	return fmt.Sprintf("%s tells the same as %s: %s", name(j.Item), name(j.With), strings.Join(why, "; "))
}

// print writes the preview as text.
func (p digestPreview) print(out *bytes.Buffer, d news.Digest) {
	fmt.Fprintf(out, "%s\n%d stories from %s to %s\n", d.Name, len(p.Stories), p.Window.From, p.Window.To)
	for i, s := range p.Stories {
		update := ""
		if s.updated {
			update = "Update: "
		}
		fmt.Fprintf(out, "\n%d. %s%s\n", i+1, update, s.Title)
		if s.summary != "" {
			fmt.Fprintf(out, "   %s\n", s.summary)
		}
		for _, source := range s.Sources {
			kind := strings.ReplaceAll(cmp.Or(source.Outlet, "kind not known"), "_", " ")
			fmt.Fprintf(out, "   - %s (%s), %s: %s\n     %s\n", source.Publisher, kind, source.Published, source.Title, source.Link)
		}
		fmt.Fprintf(out, "   why: %s\n", strings.Join(s.Reasons, "; "))
	}
	fmt.Fprintf(out, "\nleft out: %d\n", len(p.Dropped))
	for _, left := range p.Dropped {
		fmt.Fprintf(out, "- %s — %s\n", left.Title, strings.Join(left.Reasons, "; "))
	}
}
