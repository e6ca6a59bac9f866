package commands

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"magpie/guide"
	"magpie/slash"
)

// A contentDesk is a server that writes guides of its own.
type contentDesk struct {
	*digestDesk
	content *Content
	file    []byte // that somebody attaches
	lost    bool   // the file cannot be fetched
	fetched int
}

func newContentDesk(t testing.TB) *contentDesk {
	t.Helper()
	d := &contentDesk{digestDesk: newDigestDesk(t)}
	library, err := guide.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d.content = NewContent(ContentNeeds{
		Store: d.store, Library: func() *guide.Library { return library }, Settings: d.store, Tongues: d.words, Now: d.clk.Now,
		Download: func(_ context.Context, _ slash.Attachment, limit int) ([]byte, error) {
			if d.fetched++; d.lost || len(d.file) > limit {
				return nil, errors.New("no file")
			}
			return d.file, nil
		},
	})
	d.router, err = slash.NewRouter(slog.New(slog.DiscardHandler), slash.Options{Words: d.words, Now: d.clk.Now, PerPerson: 10000, PerServer: 10000},
		d.content.Feature(), Guide(GuideNeeds{Guides: d.content.Guides, Progress: d.store, Servers: d.store, Now: d.clk.Now}))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// as makes someone act from now on.
func (d *contentDesk) as(id, locale string, may slash.Permissions) {
	d.person = slash.Person{ID: id, Locale: locale, May: may | slash.SendMessages}
}

// imports a file of a name.
func (d *contentDesk) imports(name, text string, options ...string) string {
	d.t.Helper()
	d.file = []byte(text)
	return d.importsSized(name, len(text), options...)
}

func (d *contentDesk) importsSized(name string, size int, options ...string) string {
	d.t.Helper()
	input := map[string][]string{"file": {"f"}}
	for i := 0; i+1 < len(options); i += 2 {
		input[options[i]] = []string{options[i+1]}
	}
	ev := slash.Event{Kind: slash.Typed, Command: "content import", Input: input}
	ev.Found.Attachments = map[string]slash.Attachment{"f": {ID: "f", Name: name, Size: size}}
	return d.do(ev)
}

// exported are the files that were handed out last, by name.
func (d *contentDesk) exported() map[string]string {
	files := map[string]string{}
	for _, b := range d.shown.Blocks {
		if f, ok := b.(slash.File); ok {
			files[f.Name] = string(f.Data)
		}
	}
	return files
}

// begin begins a guide and returns its page.
func (d *contentDesk) begin(title string) string {
	d.t.Helper()
	d.run("content add")
	d.press("A guide of our own")
	return d.fill("title", title, "summary", "In a line.", "language", "english", "step", "Be kind", "body", "Say hello.")
}

// published lets members have a guide that is begun.
func (d *contentDesk) published(title string) {
	d.t.Helper()
	d.begin(title)
	d.press("Check and publish")
	digestSees(d.t, d.press("Publish"), "is published")
}

// ownFile is a guide as a file.
func ownFile(lang, title string, steps ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\nlanguage: %s\ntitle: %s\nsummary: In a line.\n---\n", lang, title)
	for i, s := range steps {
		fmt.Fprintf(&b, "\n## %s {#s%d}\n\nText.\n", s, i)
	}
	return b.String()
}
