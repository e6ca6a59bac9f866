package commands

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"magpie/community"
	"magpie/phrase"
	"magpie/slash"
)

func TestGlossaryForm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		fields []string
		want   string
	}{
		{"both", []string{"chinese", "猫税", "english", "cat tax"}, "Added to this server's glossary"},
		{"two scripts", []string{"chinese", "猫税 ／ 貓稅", "reading", "mao1 shui4", "meaning", "a picture of a cat\n猫的照片"}, "māoshuì"},
		{"English alone", []string{"english", "  cat   tax ", "meaning", "a picture of a cat"}, "## {en:cat tax}"},
		{"nothing", nil, "A word is needed"},
		{"no meaning", []string{"chinese", "猫税"}, "Say what it means"},
		{"English as Chinese", []string{"chinese", "cat tax", "meaning", "x"}, "has no Chinese characters"},
		{"half of two scripts", []string{"chinese", "猫税 / cat tax", "meaning", "x"}, "has no Chinese characters"},
		{"Chinese as English", []string{"english", "猫税", "meaning", "x"}, "has Chinese characters"},
		{"no pinyin", []string{"chinese", "猫税", "reading", "cat", "meaning", "x"}, "not pinyin"},
		{"pinyin of English", []string{"english", "cat", "reading", "mao", "meaning", "x"}, "not pinyin"},
		{"too long", []string{"chinese", strings.Repeat("猫", 41), "meaning", "x"}, "too long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newBridgeDesk(t)
			b.run("glossary add")
			digestSees(t, b.fill(c.fields...), c.want)
			for _, button := range b.shown.Buttons() {
				if button.Label != "Try again" {
					continue
				}
				again := b.press("Try again")
				for i := 1; i < len(c.fields); i += 2 {
					digestSees(t, again, c.fields[i])
				}
			}
		})
	}
}

func TestGlossaryOfOthers(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	b.run("glossary add")
	b.fill("english", "nest day", "meaning", "Friday")
	edit, remove := b.button("Change it").ID, b.button("Remove").ID
	b.server = "200"
	digestSees(t, b.pressID(edit), "not in this server's glossary")
	digestSees(t, b.pressID(remove), "not in this server's glossary")
	digestSees(t, b.run("glossary edit", "word", "nest day"), "not in this server's glossary")
	b.server = "100"
	b.pressID(remove)
	b.press("Remove")
	digestSees(t, b.pressID(edit), "not in this server's glossary", "Nothing was changed")
}

// read are the terms of a file, without what its reader adds.
func (b *bridgeDesk) read(t *testing.T, file string) ([]community.Term, []termMistake) {
	t.Helper()
	table, err := phrase.ReadTable([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return b.glossaries.readTerms(table)
}

func TestReadTerms(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	for name, c := range map[string]struct {
		file string
		want []string
		bad  int
	}{
		"as exported":     {"simplified,traditional,english,reading,meaning in english,meaning in chinese,note\n猫税,貓稅,cat tax,māo shuì,a picture,照片,x\n", []string{"猫税|貓稅|cat tax|mao1 shui4|a picture|照片|x"}, 0},
		"Chinese names":   {"简体\t英文\t备注\n猫税\tcat tax\t照片\n", []string{"猫税|cat tax|照片"}, 0},
		"underscores":     {"Traditional;Meaning_In_English\n貓稅;a picture\n", []string{"貓稅|a picture"}, 0},
		"no names":        {"猫税,mao1 shui4,a picture\n家人们,jia1 ren2 men5,all of you\n", []string{"猫税|mao1 shui4|a picture", "家人们|jia1 ren2 men5|all of you"}, 0},
		"English words":   {"simplified,meaning\ncat tax,a picture\n", []string{"cat tax|a picture"}, 0},
		"twice":           {"simplified,meaning\n猫税,one\n猫税,two\n", []string{"猫税|two"}, 0},
		"mistakes":        {"simplified,pinyin,meaning\n猫税,xyz,one\n家人们,,\n,,three\n", nil, 3},
		"columns unknown": {"simplified,likes\n猫税,3\n", nil, 1},
		"a meaning mixed": {"english,meaning\ncat tax,猫的照片\n", []string{"cat tax|猫的照片"}, 0},
	} {
		terms, mistakes := b.read(t, c.file)
		var got []string
		for _, tm := range terms {
			var parts []string
			row := termTable([]community.Term{tm}).Rows[0].Cells
			row[3] = tm.Reading
			for _, cell := range row {
				if cell != "" && strings.Contains(strings.ReplaceAll(c.file, "māo shuì", "mao1 shui4"), cell) {
					parts = append(parts, cell)
				}
			}
			got = append(got, strings.Join(parts, "|"))
		}
		if diff := cmp.Diff(c.want, got); diff != "" || len(mistakes) != c.bad {
			t.Errorf("%s: %d mistakes, %s", name, len(mistakes), diff)
		}
	}
}

// What is exported is what is imported.
func TestGlossaryRoundTrip(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	want := []community.Term{
		{Simplified: "猫税", Traditional: "貓稅", English: "cat tax", Reading: "mao1 shui4", Meaning: community.Meaning{English: "a\npicture", Chinese: "照片"}, Note: `"=1+1"`},
		{English: "=nest day", Meaning: community.Meaning{English: "'tis Friday"}},
		{Simplified: "女儿", Traditional: "女兒", Reading: "nv3 er2", Meaning: community.Meaning{Chinese: "孩子"}},
	}
	got, mistakes := b.read(t, string(termTable(want).CSV()))
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || len(mistakes) > 0 {
		t.Errorf("%v\n%s", mistakes, diff)
	}
}

func TestGlossaryImportIsBounded(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	var file strings.Builder
	file.WriteString("english,meaning\n")
	for n := range community.MaxTerms + 1 {
		fmt.Fprintf(&file, "word %d,meaning %d\n", n, n)
	}
	b.file = []byte(file.String())
	attached := func() string {
		return b.doWith(slash.Event{Kind: slash.Typed, Command: "glossary import", Input: map[string][]string{"file": {"f"}}})
	}
	digestSees(t, attached(), "more than 500 words", "Nothing was changed")
	b.file = []byte("english,meaning\nnest day,Friday\n")
	attached()
	agree := b.button("Import 1 word").ID
	b.server = "200"
	digestSees(t, b.pressID(agree), "used already", "Nothing was changed")
	b.server = "100"
	digestSees(t, b.pressID(agree), "Imported")
	digestSees(t, b.pressID(agree), "used already")
	digestSees(t, attached(), "1 word is here already as it is", "nothing to import")
}

// doWith serves an event with a file.
func (b *bridgeDesk) doWith(ev slash.Event) string {
	b.t.Helper()
	ev.Found.Attachments = map[string]slash.Attachment{"f": {ID: "f", Name: "words.csv", Size: len(b.file)}}
	return b.do(ev)
}

func TestTermsFor(t *testing.T) {
	t.Parallel()
	terms := []community.Term{
		{ID: "1", Simplified: "猫税", Traditional: "貓稅", English: "cat tax", Reading: "mao1 shui4", Meaning: community.Meaning{English: "a picture", Chinese: "照片"}},
		{ID: "2", English: "nest day"},
	}
	if entries := termEntries(terms); len(entries) != 1 || entries[0].ID != "1" || len(entries[0].Pinyin) != 2 || entries[0].Glosses[0] != "cat tax" {
		t.Errorf("entries %+v", entries)
	}
	for word, want := range map[string]int{"貓稅": 1, "Cat  Tax": 1, "NEST DAY": 1, "nest": 0, "": 0} {
		if got := termsFor(terms, word); len(got) != want {
			t.Errorf("%q is %d terms, not %d", word, len(got), want)
		}
	}
}

func TestEveryTermFitsAMessage(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	long := community.Term{
		ID: "x", Simplified: strings.Repeat("猫", community.MaxChinese), Traditional: strings.Repeat("貓", community.MaxChinese),
		English: strings.Repeat("*", community.MaxEnglish), Reading: strings.TrimSpace(strings.Repeat("mao1 ", community.MaxChinese)),
		Meaning: community.Meaning{English: strings.Repeat("|", community.MaxMeaning), Chinese: strings.Repeat("猫", community.MaxMeaning)},
		Note:    strings.Repeat("*", community.MaxNote), Credit: "123456789012345678",
	}
	if err := long.Check(); err != nil {
		t.Fatal(err)
	}
	for _, lang := range b.words.Languages() {
		c := b.call(b.server)
		c.Voice = c.In(lang)
		r, err := b.glossaries.term(t.Context(), c, c.T("glossary.saved"), long)
		if err != nil || r.Check() != nil {
			t.Errorf("%s: %v, %v", lang, err, r.Check())
		}
		edit := b.glossaries.save.Form(c.Voice, c.Label("glossary.edit_title"), typed(long))
		if err := (slash.Reply{Form: edit}).Check(); err != nil {
			t.Errorf("%s: the form: %v", lang, err)
		}
	}
}
