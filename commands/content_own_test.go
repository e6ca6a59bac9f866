package commands

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/community"
	"magpie/guide"
	"magpie/slash"
)

func TestContentImportMistakes(t *testing.T) {
	t.Parallel()
	d := newContentDesk(t)
	d.imports("nest.en.md", ownFile("en", "Nest rules", "Be kind"))
	kept := func() string {
		t.Helper()
		d.run("content export", "guide", "own-nest")
		return d.exported()["own-nest.en.md"]
	}
	before := kept()
	good := ownFile("en", "Nest rules", "Be kind")
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"empty":         {"", []string{"Line 1: A line --- is needed"}},
		"zip":           {"PK\x03\x04" + good, []string{"This looks like ZIP, not a text"}},
		"not UTF-8":     {"\xff\xfe" + good, []string{"The file looks like UTF-16"}},
		"everything":    {good + "<b>\n\n| a | b |\n![](x)\n[a](javascript:b)\na\u200bb\n", []string{"Line 10: HTML", "Line 12: Tables", "Line 13: Pictures", "Line 14: A link", "Line 15: There is an invisible character"}},
		"10,000 steps":  {good + strings.Repeat("## S {#s}\n\nT\n", 10_000), []string{"A guide has 1 to 25 steps, this has 10001", "and 12 more"}},
		"front matter":  {"---\ntitle: [\n---\n", []string{"cannot be read"}},
		"no such guide": {"---\nadds-to: nowhere\nlanguage: en\n---\n## A {#a}\n\nb\n", []string{"There is no guide “nowhere”"}},
		"no such step":  {"---\nadds-to: rednote\nlanguage: en\n---\n## A {#a}\nafter: nowhere\n\nb\n", []string{"There is no step “nowhere”"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := d.imports("nest.en.md", c.text)
			digestSees(t, got, append(c.want, "Nothing was changed")...)
			if all := d.exported()["mistakes.txt"]; strings.Contains(got, " more\n") != (strings.Count(all, "\n") > mistakesNamed) {
				t.Errorf("the file of all mistakes is\n%s", all)
			}
			if after := kept(); after != before {
				t.Errorf("the draft is another:\n%s", cmp.Diff(before, after))
			}
		})
	}
	d.fetched = 0
	digestSees(t, d.importsSized("nest.en.md", guide.MaxFile+1), "larger than 262144 bytes", "Nothing was changed")
	if d.fetched != 0 {
		t.Error("a file that is too large was fetched")
	}
	d.lost = true
	digestSees(t, d.imports("nest.en.md", good), "Nothing was changed")
}

// What is exported is imported, and exported the same, in another server too.
func TestContentRoundTrip(t *testing.T) {
	t.Parallel()
	d := newContentDesk(t)
	d.imports("nest.en.md", "\ufeff"+strings.ReplaceAll(ownFile("en", "Nest rules", "Be kind", "Eat"), "\n", "\r\n"))
	d.imports("nest.zh-TW.md", ownFile("zh-TW", "鳥巢", "友善"))
	d.imports("more.md", "---\nadds-to: rednote\nlanguage: en\n---\n## Us {#us}\n\n<@1> @everyone https://discord.gg/x\n")
	d.run("content export", "guide", "own-nest")
	files := d.exported()
	d.run("content export", "guide", "rednote")
	maps.Copy(files, d.exported())
	if names := slices.Sorted(maps.Keys(files)); !slices.Equal(names, []string{"own-nest.en.md", "own-nest.zh-TW.md", "rednote.en.md"}) {
		t.Fatalf("exported %v", names)
	}
	all := func() []byte {
		d.run("content export")
		return []byte(d.exported()["guides.zip"])
	}
	first := all()
	d.server = "200"
	for _, text := range files {
		digestSees(t, d.imports("download.txt", text), "is in the draft")
	}
	second := all()
	if !bytes.Equal(first, second) {
		t.Error("packed differently")
	}
	z, err := zip.NewReader(bytes.NewReader(second), int64(len(second)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if diff := cmp.Diff(files[f.Name], string(text)); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", f.Name, err, diff)
		}
	}
	digestSees(t, d.imports("x.en.md", files["own-nest.en.md"]), "says what is here already")
}

// Ids from another server, old ones and forged ones do nothing.
func TestContentOfOthers(t *testing.T) {
	t.Parallel()
	d := newContentDesk(t)
	d.published("Nest rules")
	d.press("To the guide")
	var ids []string
	for _, b := range d.shown.Buttons() {
		if !b.Off && b.Label != "All our guides" && b.Label != "Add a step" {
			ids = append(ids, b.ID)
		}
	}
	ids = append(ids,
		d.content.revert.Button("", contentBack{"own-nest-rules", 1, 0}).ID,
		d.content.publish.Button("", contentAt{"own-nest-rules", 0, 0}).ID,
		d.content.look.Button("", contentLook{"own-nest-rules", "en", 1, 9}).ID,
		d.content.step.Button("", contentStep{"own-nest-rules", "en", "be-kind"}).ID,
		d.content.remove.Button("", contentStep{"own-nest-rules", "en", "be-kind"}).ID,
		d.content.undo.Button("", contentSlip{"x"}).ID,
	)
	d.server = "200"
	for _, id := range ids {
		digestSees(t, d.pressID(id), "Nothing was changed")
	}
	d.server = "100"
	digestSees(t, d.pressID(d.content.step.Button("", contentStep{"own-nest-rules", "en", "gone"}).ID), "not in the draft any more")
	digestSees(t, d.pressID(d.content.drop.Button("", contentAt{"own-nest-rules", 7, 1}).ID), "Nothing was changed")
	if v, _, err := d.store.OwnGuide(t.Context(), "100", "own-nest-rules"); v.Number != 1 || err != nil {
		t.Errorf("version %d, %v", v.Number, err)
	}
}

// Whoever may not write guides is told so, whatever they press; what they wrote is handed back.
func TestContentIsForEditors(t *testing.T) {
	t.Parallel()
	d := newContentDesk(t)
	d.begin("Nest rules")
	d.press("Add a step")
	form := d.shown.Form.ID
	server := community.Server{ID: d.server, Languages: []string{"en"}, ContentRole: "900"}
	d.settle(server)
	d.as("8", "en-US", 0)
	for _, command := range []string{"add", "edit", "export", "publish", "history", "revert"} {
		digestSees(t, d.run("content "+command), "This is for people who have the permission")
	}
	digestSees(t, d.pressID(d.content.list.Button("", slash.Nothing{}).ID), "This is for people who have the permission")
	got := d.do(slash.Event{Kind: slash.Submitted, Custom: form, Input: map[string][]string{"title": {"Eat well"}, "body": {"Cake.\nTea."}}})
	digestSees(t, got, "This is for people", "so it is not lost")
	if text := d.exported()["my-text.md"]; text != "## Eat well\n\nCake.\nTea.\n" {
		t.Errorf("handed back %q", text)
	}
	d.person.Roles = []string{"900"}
	digestSees(t, d.run("content edit"), "Nest rules")
	digestSees(t, d.pressID(d.content.settings.Button("", slash.Nothing{}).ID), "Manage Server")
	d.server = ""
	digestSees(t, d.pressID(d.content.list.Button("", slash.Nothing{}).ID), "This is for people who have the permission")
}

// Members have what was published at once, and old buttons of what is gone are told so.
func TestContentGuides(t *testing.T) {
	t.Parallel()
	d := newContentDesk(t)
	titles := func(server string) string {
		t.Helper()
		l, err := d.content.Guides(t.Context(), server)
		if err != nil {
			t.Fatal(err)
		}
		g, _ := l.Find("own-nest-rules", "zh-CN")
		return g.Title
	}
	if titles("100") != "" {
		t.Error("there before it is written")
	}
	d.begin("Nest rules")
	if titles("100") != "" {
		t.Error("a draft is read")
	}
	d.press("Check and publish")
	d.press("Publish")
	if titles("100") != "Nest rules" || titles("200") != "" || titles("") != "" {
		t.Errorf("read as %q, %q, %q", titles("100"), titles("200"), titles(""))
	}
	d.as("9", "zh-CN", 0)
	digestSees(t, d.run("guide", "name", "own-nest-rules"), "Be kind", "这里是 English")
	again := d.shown.Buttons()[1].ID
	p, ok, err := d.store.Progress(t.Context(), "9", "100", "own-nest-rules")
	if !ok || err != nil || p.Step != "be-kind" {
		t.Errorf("progress %+v, %v", p, err)
	}
	d.as("7", "en-US", slash.ManageServer)
	d.run("content edit", "guide", "own-nest-rules")
	d.press("Delete…")
	d.press("Delete all of it")
	d.as("9", "en-US", 0)
	digestSees(t, d.pressID(again), "This guide is no longer here")
	// Another process may change the server's guides too.
	if _, err := d.store.HideGuide(t.Context(), "rednote", true, community.Change{Server: "100", At: d.clk.Now()}); err != nil {
		t.Fatal(err)
	}
	d.clk.AdvanceTo(d.clk.Now().Add(shelfAge+time.Second), 0)
	if l, err := d.content.Guides(t.Context(), "100"); err != nil || slices.Contains(l.Names(), "rednote") {
		t.Error("hidden elsewhere, and still here:", err)
	}
}

func TestContentLimits(t *testing.T) {
	t.Parallel()
	d := newContentDesk(t)
	for n := range guide.MaxOwn {
		digestSees(t, d.imports("x.md", ownFile("en", "T", "S"), "name", fmt.Sprint("nest-", n)), "is in the draft")
	}
	digestSees(t, d.imports("x.md", ownFile("en", "T", "S"), "name", "one-more"), "A server can have 20 guides", "Nothing was changed")
	var steps []string
	for n := range guide.MaxSteps {
		steps = append(steps, fmt.Sprint("Step ", n))
	}
	d.imports("x.md", ownFile("en", "T", steps...), "name", "nest-1")
	d.press("To the guide")
	d.press("Add a step")
	digestSees(t, d.fill("title", "One more", "body", "x"), "A guide has room for 25 steps")
}

// The largest guides that can be written are shown, in every language.
func TestContentFitsMessages(t *testing.T) {
	t.Parallel()
	d := newContentDesk(t)
	long, text := strings.Repeat("長", 60), strings.Repeat("長", 1200)
	var file strings.Builder
	fmt.Fprintf(&file, "---\ntitle: %s\nsummary: %s\n---\n", long, strings.Repeat("長", 100))
	for n := range guide.MaxSteps {
		fmt.Fprintf(&file, "\n## %s {#s%d-%s}\n\n%s\n", long, n, strings.Repeat("s", 27), text)
	}
	for n := range guide.MaxOwn {
		name := strings.Repeat("n", 20) + fmt.Sprint("-", n)
		d.imports("x.zh-TW.md", file.String(), "name", name)
		if n > 0 {
			continue
		}
		d.imports("x.en.md", file.String(), "name", name, "language", "english")
		d.imports("x.zh-CN.md", file.String(), "name", name, "language", "simplified")
	}
	name := guide.OwnPrefix + strings.Repeat("n", 20) + "-0"
	step := "s10-" + strings.Repeat("s", 27)
	for _, locale := range []string{"en-US", "zh-CN", "zh-TW"} {
		d.as("7", locale, slash.ManageServer)
		for what, id := range map[string]string{
			"list":     d.content.list.Button("", slash.Nothing{}).ID,
			"guide":    d.content.open.Button("", contentRef{name, "zh-TW"}).ID,
			"step":     d.content.step.Button("", contentStep{name, "zh-TW", step}).ID,
			"form":     d.content.edit.Button("", contentStep{name, "zh-TW", step}).ID,
			"review":   d.content.review.Button("", contentRef{Name: name}).ID,
			"look":     d.content.look.Button("", contentLook{name, "zh-TW", 0, 3}).ID,
			"hiding":   d.content.hiding.Button("", slash.Nothing{}).ID,
			"add":      d.content.addTo.Button("", contentAddTo{}).ID,
			"settings": d.content.settings.Button("", slash.Nothing{}).ID,
			"conflict": d.conflictID(name, step),
		} {
			if got := d.pressID(id); strings.Contains(got, "sorry") || len(id) > slash.MaxID || d.shown.Check() != nil {
				t.Errorf("%s in %s: %s, %v", what, locale, got, d.shown.Check())
			}
		}
	}
}

// conflictID sends a form for a step that is not what it was, and returns the id of what opens it again.
func (d *contentDesk) conflictID(name, step string) string {
	d.t.Helper()
	in := contentStepForm{Name: name, Lang: "zh-TW", Step: step, Mark: "00000000"}
	d.do(slash.Event{Kind: slash.Submitted, Custom: d.content.saveStep.Marker(in), Input: map[string][]string{
		"title": {strings.Repeat("長", 60)}, "body": {strings.Repeat("長", 1200)}, "sources": {"[" + strings.Repeat("長", 100) + "](https://a.example)"},
	}})
	if err := d.shown.Check(); err != nil || len(d.exported()) != 2 {
		d.t.Fatalf("two texts and no conflict: %v, %v", d.shown, err)
	}
	return d.shown.Buttons()[0].ID
}
