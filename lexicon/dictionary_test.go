package lexicon

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	d := smallDictionary(t)
	tests := []struct {
		word string
		want string // readings in order
	}{
		{"猫", "mao1"}, {"貓", "mao1"}, {"里", "li3 li3 li3 Li3"}, {"裡", "li3"}, {"裏", "li3"},
		{"卡拉OK", "ka3la1OK"}, {"卡拉ok", "ka3la1OK"}, {"t恤", "Txu4"}, {"行", "xing2 hang2"}, {"浑蛋", "hun2dan4"},
		{"狗", ""}, {"", ""}, {"猫猫", ""}, {"\xff", ""},
	}
	for _, test := range tests {
		var got []string
		for _, e := range d.Lookup(test.word) {
			got = append(got, strings.Join(e.Pinyin, ""))
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%s is read %s, want %s", test.word, s, test.want)
		}
	}
}

// TestWith lays two overlays over a dictionary, which stays as it is.
func TestWith(t *testing.T) {
	t.Parallel()
	slang := Entry{
		ID: "cat-tax", Simplified: "猫税", Traditional: "貓稅", Pinyin: []string{"mao1", "shui4"}, Taiwan: []string{"mao1", "shui4"},
		Glosses: []string{"cat tax"}, Measures: []Measure{{"次", "次", []string{"ci4"}}}, Band: 3, Mark: Derogatory, Source: Slang,
	}
	own := Entry{Simplified: "猫", Traditional: "貓", Pinyin: []string{"mao1"}, Glosses: []string{"our mascot"}, Source: Glossary}
	base := smallDictionary(t, slang)
	d := base.With(own)
	if diff := cmp.Diff([]Entry{slang}, d.Lookup("貓稅")); diff != "" {
		t.Errorf("the overlay's entry (-want +got):\n%s", diff)
	}
	if got := d.Lookup("猫"); len(got) != 2 || got[0].Glosses[0] != "our mascot" || got[1].Source != CEDICT {
		t.Errorf("the glossary is not on top: %v", got)
	}
	if got := base.Lookup("猫"); len(got) != 1 {
		t.Errorf("the dictionary below has %v", got)
	}
	if got, want := bars(d, "猫税猫"), "猫税|猫"; got != want {
		t.Errorf("words are %s, want %s", got, want)
	}
	if got := d.With().Release(); got != base.Release() || got.Entries != 40 {
		t.Errorf("release is %v", got)
	}
}

// TestLookupMarked wants marked entries last, whatever book they are from.
func TestLookupMarked(t *testing.T) {
	t.Parallel()
	d := smallDictionary(t, Entry{Simplified: "猫", Traditional: "貓", Pinyin: []string{"mao1"}, Glosses: []string{"rude"}, Mark: Vulgar})
	if got := d.Lookup("猫"); len(got) != 2 || got[1].Mark != Vulgar {
		t.Errorf("entries are %v, want the vulgar one last", got)
	}
}

// TestCore checks that the core lexicon is whole: every entry says what it should.
func TestCore(t *testing.T) {
	t.Parallel()
	d := coreDictionary(t)
	b := d.books[0]
	if err := b.check(); err != nil {
		t.Fatal(err)
	}
	if r := d.Release(); r.Source != Own || r.Entries < 2000 || !r.Date.IsZero() {
		t.Errorf("release is %v", r)
	}
	for i := range b.len() {
		e := b.entry(i)
		if hanziIn(e.Simplified) != hanziIn(e.Traditional) || e.Source != Own || len(e.Pinyin) == 0 {
			t.Errorf("entry %v", e)
		}
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}
