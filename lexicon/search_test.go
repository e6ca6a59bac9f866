package lexicon

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// small is a dictionary of words that show what search must tell apart.
func small(t testing.TB) *Dictionary {
	t.Helper()
	var l list
	add := func(weight uint8, simplified, traditional, pinyin string, glosses ...string) {
		e := Entry{Simplified: simplified, Traditional: traditional, Pinyin: strings.Fields(pinyin), Glosses: glosses, Source: CEDICT}
		if glosses[0] == "(vulgar) curse" {
			e.Mark = Vulgar
		}
		l.add(e, weight, weight)
	}
	add(200, "你好", "你好", "ni3 hao3", "hello")
	add(210, "好", "好", "hao3", "good", "well")
	add(150, "好", "好", "hao4", "to be fond of")
	add(160, "号", "號", "hao4", "number")
	add(150, "泥", "泥", "ni2", "mud")
	add(170, "水", "水", "shui3", "water", "river")
	add(120, "浇水", "澆水", "jiao1 shui3", "to water (plants)")
	add(150, "水果", "水果", "shui3 guo3", "fruit")
	add(100, "喝水", "喝水", "he1 shui3", "to drink water")
	add(150, "女儿", "女兒", "nv3 er2", "daughter")
	add(140, "西安", "西安", "Xi1 an1", "Xi'an, capital of Shaanxi")
	add(190, "先", "先", "xian1", "first")
	add(130, "花儿", "花兒", "hua1 r5", "flower")
	add(160, "花", "花", "hua1", "flower; blossom")
	add(170, "伦敦", "倫敦", "Lun2 dun1", "London, capital of United Kingdom")
	add(120, "王", "王", "Wang2", "surname Wang")
	add(150, "国王", "國王", "guo2 wang2", "king or monarch")
	add(130, "卡拉OK", "卡拉OK", "ka3 la1 O K", "karaoke")
	add(110, "垃圾", "垃圾", "la1 ji1", "rubbish")
	l.entries[len(l.entries)-1].Taiwan = []string{"le4", "se4"}
	add(150, "日", "日", "ri4", "(vulgar) curse")
	add(140, "税", "稅", "shui4", "taxes", "duties")
	add(60, "汝", "汝", "ru3", "(archaic) water")
	parts := pack(l)
	parts[sectionSearch] = buildSearch(newBook(Release{}, parts))
	return newDictionary(newBook(Release{}, parts), func() error { return nil })
}

func wordsOf(entries []Entry) []string {
	var words []string
	for _, e := range entries {
		words = append(words, e.Simplified)
	}
	return words
}

// Each query with what must come first, in order; more may follow.
func TestSearch(t *testing.T) {
	t.Parallel()
	d := small(t)
	for query, want := range map[string]string{
		// hanzi of either script: the word, words that begin with it, words that contain it, the words of a text
		"水":      "水 水果 浇水 喝水",
		"國王":     "国王",
		"王":      "王 国王",
		"澆":      "浇水",
		"你好水果":   "你好 水果",
		"卡拉ok":   "卡拉OK",
		"日":      "日",
		"no水果no": "水果",
		// pinyin
		"nihao": "你好", "ni hao": "你好", "nǐ hǎo": "你好", "nǐhǎo": "你好", "ni3hao3": "你好", "ni3 hao3": "你好", "Ni Hao": "你好", "ni3hao": "你好",
		"hao": "好 号 好", "hao4": "号 好", "hào": "号 好", "hao3": "好",
		"nver": "女儿", "nü er": "女儿", "nu:er": "女儿", "nuer": "女儿", "nǚ'ér": "女儿", "nv3 er2": "女儿",
		"xian": "先 西安", "xi an": "西安", "xi'an": "西安", "xian1": "先 西安", "xī'ān": "西安",
		"huar": "花儿", "huaer": "花儿", "kala ok": "卡拉OK", "lese": "垃圾", "laji": "垃圾", "ri": "日", "ri4": "日",
		// initials, and pinyin that is not finished
		"nh": "你好", "sg": "水果", "niha": "你好", "lund": "伦敦",
		// English
		"hello": "你好", "Hello!": "你好", "water": "水 浇水", "to water": "浇水 水", "drinking": "喝水", "king": "国王", "monarchs": "君主 国王",
		"london": "伦敦", "LONDON": "伦敦", "flowers": "花 花儿", "tax": "税", "the river": "河 江 水", "karaoke": "卡拉OK", "drink water": "喝水",
		"good fruit": "好 水果", "united kingdom": "英国 联合王国 伦敦",
		// slips of the finger
		"nihoa": "你好", "shiuguo": "水果", "helo": "你好", "hlelo": "你好", "heello": "你好", "karaoka": "卡拉OK", "good friut": "好 水果",
	} {
		got := wordsOf(d.Search(query, 20))
		first := strings.Fields(want)
		if len(got) < len(first) || !slices.Equal(got[:len(first)], first) {
			t.Errorf("Search(%q) = %v, want first %v", query, got, first)
		}
	}
}

func TestSearchNothing(t *testing.T) {
	t.Parallel()
	d := small(t)
	for _, query := range []string{"", "  ", "…", "zzzz", "龘", "hao9", "1", "\xff", "xkcdxkcd", strings.Repeat("q", 5000), "nǐ3x"} {
		if got := wordsOf(d.Search(query, 5)); len(got) > 0 {
			t.Errorf("Search(%q) = %v, want nothing", query, got)
		}
	}
	for _, n := range []int{0, -1} {
		if got := append(append(d.Search("hao", n), d.Complete("hao", n)...), d.Chinese("water", n)...); len(got) > 0 {
			t.Errorf("%d answers = %v, want none", n, wordsOf(got))
		}
	}
	if got := d.Search("shui", 1); len(got) != 1 {
		t.Errorf("one answer = %v", wordsOf(got))
	}
}

// What has a mark comes only for its exact headword or full pinyin.
func TestMarkedAreNotVolunteered(t *testing.T) {
	t.Parallel()
	d := small(t)
	for _, query := range []string{"r", "curse", "日你", "vulgar curse", "cursed", "rri", "ris"} {
		for _, e := range slices.Concat(d.Search(query, 20), d.Complete(query, 20), d.Chinese(query, 20)) {
			if e.Mark != "" {
				t.Errorf("%q volunteers %s", query, e.Simplified)
			}
		}
	}
	for _, typed := range []string{"日", "ri4", "rì"} {
		if got := wordsOf(d.Complete(typed, 20)); len(got) > 0 {
			t.Errorf("Complete(%q) = %v, want nothing", typed, got)
		}
	}
}

func TestComplete(t *testing.T) {
	t.Parallel()
	d := small(t)
	for typed, want := range map[string]string{
		"水": "水 水果", "喝": "喝水", "國": "国王", "卡拉o": "卡拉OK",
		"ni": "泥 好 你好", "niha": "你好", "ni h": "你好", "ni3 ha": "你好", "nǐ h": "你好", "nh": "你好", "xi a": "西安", "nu": "女儿",
		"wat": "水", "lon": "伦敦", "dau": "女儿", "hel": "你好", "shui": "水 税 水果", "to dri": "喝水", "flowers": "花 花儿",
	} {
		got := wordsOf(d.Complete(typed, 20))
		first := strings.Fields(want)
		if len(got) < len(first) || !slices.Equal(got[:len(first)], first) {
			t.Errorf("Complete(%q) = %v, want first %v", typed, got, first)
		}
	}
	for _, typed := range []string{"", "nihoa", "hao9", "xx"} {
		if got := wordsOf(d.Complete(typed, 20)); len(got) > 0 {
			t.Errorf("Complete(%q) = %v, want nothing", typed, got)
		}
	}
}

// Overlays are searched with the dictionary, and a word of our list that no book has is made up.
func TestSearchOverlays(t *testing.T) {
	t.Parallel()
	d := small(t).With(
		Entry{ID: "yyds", Simplified: "yyds", Traditional: "yyds", Pinyin: []string{"yong3", "yuan3", "de5", "shen2"}, Glosses: []string{"the greatest of all time"}, Source: Slang},
		Entry{ID: "no-cap", Simplified: "no cap", Traditional: "no cap", Glosses: []string{"honestly"}, Source: Slang},
		Entry{Simplified: "猫税", Traditional: "貓稅", Pinyin: []string{"mao1", "shui4"}, Glosses: []string{"cat tax"}, Source: Glossary},
	)
	for query, want := range map[string]string{
		"yyds": "yyds", "YYDS": "yyds", "yongyuandeshen": "yyds", "greatest of all time": "yyds", "no cap": "no cap", "NO CAP": "no cap",
		"cat tax": "猫税", "貓": "猫税", "maoshui": "猫税", "ms": "女士 猫税", "yyd": "yyds", "honestly": "no cap",
	} {
		first := strings.Fields(want)
		if strings.HasPrefix(want, "no ") {
			first = []string{want}
		}
		if got := wordsOf(d.Search(query, 9)); len(got) < len(first) || !slices.Equal(got[:len(first)], first) {
			t.Errorf("Search(%q) = %v, want first %v", query, got, first)
		}
	}
	if got := wordsOf(d.Complete("maosh", 9)); !slices.Equal(got, []string{"猫税"}) {
		t.Errorf("Complete = %v", got)
	}
	if got := d.Chinese("airplane", 1); len(got) != 1 || got[0].Simplified != "飞机" || got[0].Source != Own {
		t.Errorf("airplane is %v", got)
	}
	if got := d.Chinese("no cap", 5); len(got) > 0 {
		t.Errorf("the Chinese for no cap is %v", wordsOf(got))
	}
}

// A damaged index answers less, or nothing; it never fails.
func FuzzDamagedIndex(f *testing.F) {
	d := small(f)
	whole := buildSearch(d.books[0])
	for cut := range 40 {
		f.Add(uint64(cut), len(whole)*cut/40, byte(cut*31), "hao")
	}
	f.Fuzz(func(t *testing.T, seed uint64, size int, value byte, query string) {
		damaged := slices.Clone(whole)
		random := rand.New(rand.NewPCG(seed, 1))
		for range seed % 8 {
			damaged[random.IntN(len(damaged))] = value
		}
		if size >= 0 && size < len(damaged) {
			damaged = damaged[:size]
		}
		b := *d.books[0]
		b.search = func() (searchIndex, error) { return openSearch(damaged, &b) }
		bad := &Dictionary{books: []*book{&b}, readings: d.readings, script: d.script, close: d.close}
		for _, q := range []string{query, "水", "hao", "nh", "water", "watre", "drink water"} {
			bad.Search(q, 5)
			bad.Complete(q, 5)
			bad.Chinese(q, 5)
		}
	})
}

func FuzzSearch(f *testing.F) {
	d := small(f)
	for _, q := range []string{"", "nǐ hǎo", "ni3hao3", "水", "to water", "watre", "ü", "u:", "…", "\xff", "nv er", "日", "=hao"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		for _, found := range [][]Entry{d.Search(q, 5), d.Complete(q, 5), d.Chinese(q, 5)} {
			if len(found) > 5 {
				t.Errorf("%q: %d answers", q, len(found))
			}
			for _, e := range found {
				if e.Simplified == "" || !utf8.ValidString(e.Simplified) {
					t.Errorf("%q: answer %+v", q, e)
				}
			}
		}
		Hard(q)
	})
}

func TestTableFindsEveryKey(t *testing.T) {
	t.Parallel()
	values := map[string][]byte{}
	for i := range 1000 {
		key := strings.Repeat("ab", i%7) + string(rune('a'+i%26)) + strings.Repeat("c", i%40)
		values[key] = append(values[key], byte(i))
	}
	var table table
	same := func(to, value []byte) []byte { return append(to, value...) }
	if !table.open(newTable(values, same)) {
		t.Fatal("the table does not open")
	}
	got := map[string][]byte{}
	for k, v := range table.prefix("") {
		got[string(k)] = v
	}
	if diff := cmp.Diff(values, got); diff != "" {
		t.Error(diff)
	}
	for key, want := range values {
		if got := table.get(key); !slices.Equal(got, want) {
			t.Errorf("%q leads to %v, want %v", key, got, want)
		}
		if got := table.get(key + "!"); got != nil {
			t.Errorf("%q! leads to %v, want nothing", key, got)
		}
	}
}
