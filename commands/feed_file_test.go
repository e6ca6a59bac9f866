package commands

import (
	"fmt"
	"strings"
	"testing"

	"magpie/slash"
)

func TestFeedFiles(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.bring()
	d.run("feed export")
	file, ok := d.shown.Blocks[1].(slash.File)
	if !ok || file.Name != "feeds.opml" || !strings.Contains(string(file.Data), `xmlUrl="`+digestPaper+`"`) {
		t.Fatalf("exported %+v", d.shown)
	}
	more := `<outline text="New" xmlUrl="https://new.example/feed"/><outline text="Bad" xmlUrl="ftp://x.example/"/></body>`
	d.file = strings.Replace(string(file.Data), "</body>", more, 1)
	digestSees(t, d.importFile(), "“feeds.opml”", "1 new source", "1 source is here already", "1 is left out", "`ftp://x.example/` · That is not a web address", "[Add 1 source]")
	add := d.button("Add 1 source").ID
	d.server = "999"
	digestSees(t, d.pressID(add), "used already")
	d.server = "100"
	digestSees(t, d.pressID(add), "1 source is added", "[All sources]")
	digestSees(t, d.pressID(add), "used already")
	digestSees(t, d.run("feed list"), "**New** · not read yet")
	digestSees(t, d.importFile(), "2 sources are here already", "There is nothing to add")

	var many strings.Builder
	for i := range 600 {
		fmt.Fprintf(&many, `<outline xmlUrl="https://x.example/%d"/>`, i)
	}
	d.file = "<opml><body>" + many.String() + "</body></opml>"
	digestSees(t, d.importFile(), "498 new sources", "102 are left out")
	first := d.button("Add 498 sources").ID
	d.importFile()
	second := d.button("Add 498 sources").ID
	digestSees(t, d.pressID(first), "498 sources are added")
	digestSees(t, d.pressID(second), "0 sources are added")
	digestSees(t, d.run("feed add", "url", "https://y.example/"), "already 500 sources")
	for text, why := range map[string]string{
		"hello": "not an OPML file", "<opml>" + strings.Repeat("<a>", 1000): "nested too deeply", strings.Repeat("x", 1<<20+1): "larger than 1 MiB",
	} {
		d.file = text
		digestSees(t, d.importFile(), why, "Nothing was changed")
	}
}

// importFile attaches the desk's file.
func (d *digestDesk) importFile() string {
	d.t.Helper()
	ev := slash.Event{Kind: slash.Typed, Command: "feed import", Input: digestInput([]string{"file", "1"})}
	ev.Found.Attachments = map[string]slash.Attachment{"1": {ID: "1", Name: "feeds.opml"}}
	return d.do(ev)
}
