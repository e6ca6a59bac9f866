package news

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"magpie/lexicon"
)

// Each beginning of a text with the amount that is read there.
func TestReadAmount(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"1.7亿用户", " 1.7e+08"}, {"170 million users", " 1.7e+08"}, {"一億七千萬", " 1.7e+08"}, {"1.7 hundred million", " 1.7e+08"},
		{"170m", " 1.7e+08"}, {"3千万", " 3e+07"}, {"三千万", " 3e+07"}, {"2,500", " 2500"}, {"1.2.3", " 1.2"}, {"十五人", " 15"},
		{"75 days", "day 75"}, {"75-day", "day 75"}, {"75天", "day 75"}, {"两天", "day 2"}, {"two days", "day 2"}, {"75日內", "day 75"},
		{"$345m fine", "usd 3.45e+08"}, {"US$345 million", "usd 3.45e+08"}, {"3.45亿美元", "usd 3.45e+08"}, {"3.45億歐元", "eur 3.45e+08"},
		{"€345 million", "eur 3.45e+08"}, {"345 million euros", "eur 3.45e+08"}, {"1万亿元", "cny 1e+12"}, {"$14-billion", "usd 1.4e+10"},
		{"5%", "percent 5"}, {"5 percent", "percent 5"}, {"5 per cent", "percent 5"}, {"百分之五", "percent 5"}, {"12th", "ordinal 12"},
		{"第12", "ordinal 12"}, {"第十二", "ordinal 12"}, {"13th", "ordinal 13"}, {"33-year-old", "age 33"}, {"30 years old", "age 30"},
		{"35周年", "anniversary 35"}, {"2025", "in 2025"}, {"二〇二五年", "in 2025"}, {"2025年", "in 2025"}, {"3年", "year 3"},
		{"5 m", " 5"}, {"5g", ""}, {"4k", " 4000"}, {"一致", ""}, {"万一", ""}, {"百度", ""}, {"one of them", ""}, {"a", ""}, {"", ""}, {"$", ""}, {"第", ""},
		{"19 st louis", " 19"}, {strings.Repeat("9", 400), " +Inf"},
	}
	for _, test := range tests {
		text := unify(test.text)
		got := ""
		if a, ok := readAmount(text, 0); ok {
			got = a.name()
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.text, got, test.want)
		}
	}
}

// Each beginning of a text with the day that is meant by it on Friday, 17 January 2025.
func TestReadDay(t *testing.T) {
	t.Parallel()
	friday := time.Date(2025, 1, 17, 12, 0, 0, 0, time.UTC)
	tests := []struct{ text, want string }{
		{"1月19日", "1-19"}, {"一月十九日", "1-19"}, {"1月19號", "1-19"}, {"Jan 19", "1-19"}, {"Jan. 19,", "1-19"}, {"January 19th", "1-19"},
		{"19 January", "1-19"}, {"19th of January", "1-19"}, {"2025-01-19", "1-19"}, {"Sunday", "1-19"}, {"周日", "1-19"}, {"星期天", "1-19"},
		{"禮拜日", "1-19"}, {"19日", "1-19"}, {"Monday", "1-20"}, {"Wednesday", "1-15"}, {"31日", "1-31"}, {"30日", "1-30"}, {"2日", "1-2"}, {"Sept 5", "9-5"}, {"5 april", "4-5"},
		{"May day", ""}, {"75日内", ""}, {"1月", ""}, {"January 190", ""}, {"January 40", ""}, {"周天", ""}, {"40日", ""}, {"3日元", ""}, {"march", ""},
	}
	for _, test := range tests {
		text := unify(test.text)
		got := ""
		if d, ok := readDay(text, 0); ok {
			if meant, ok := d.in(friday); ok {
				got = meant.name()
			}
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.text, got, test.want)
		}
	}
	if _, ok := (Day{Of: 19}).in(time.Time{}); ok {
		t.Error("a day of no month is known without a time")
	}
}

// Each title, with its publisher, as it is compared.
func TestHeadline(t *testing.T) {
	t.Parallel()
	tests := []struct {
		title, publisher, want string
		roundup                bool
	}{
		{"Court upholds ban - Reuters", "", "court upholds ban", false},
		{"Court upholds ban | Tech | The Verge", "", "court upholds ban", false},
		{"Court upholds ban - The Daily Magpie", "Daily Magpie", "court upholds ban", false},
		{"Court upholds ban – magpie.com", "", "court upholds ban", false},
		{"Opinion | A ban is wrong", "", "a ban is wrong", false},
		{"Live: court upholds ban", "", "court upholds ban", false},
		{"BREAKING NEWS: Live updates: court upholds ban", "", "court upholds ban", false},
		{"UPDATE 3-Court upholds ban", "", "court upholds ban", false},
		{"Court upholds ban (video)", "", "court upholds ban", false},
		{"【快讯】最高法院维持禁令", "", "最高法院维持禁令", false},
		{"【科技】最高法院維持禁令｜中央社", "", "最高法院维持禁令", false},
		{"科技新报：最高法院维持禁令_新浪科技_新浪网", "", "最高法院维持禁令", false},
		{"Morning briefing: ban, truce, cold", "", "ban, truce, cold", true},
		{"早報｜禁令、停火與寒流", "", "禁令、停火与寒流", true},
		{"Reuters", "Reuters", "reuters", false},
		{"Live:", "", "live:", false},
		{"- | -", "", "- | -", false},
		{"TikTok - what now", "", "tiktok - what now", false},
		{"Trump: I will save TikTok", "", "trump: i will save tiktok", false},
		{"", "", "", false},
	}
	for _, test := range tests {
		got, roundup := headline(unify(test.title), unify(test.publisher))
		if got != test.want || roundup != test.roundup {
			t.Errorf("%s: got %q %v, want %q %v", test.title, got, roundup, test.want, test.roundup)
		}
	}
}

func coreOnly(t testing.TB) *Reader {
	t.Helper()
	core, err := lexicon.Core()
	if err != nil {
		t.Fatal(err)
	}
	r := NewReader(func() *lexicon.Dictionary { return core })
	return r
}

// TestReadAlike reads texts that say the same in other words, cases, scripts or forms: they have the same features.
func TestReadAlike(t *testing.T) {
	t.Parallel()
	r := coreOnly(t)
	features := func(title, lang string) string {
		var ids []string
		for _, f := range r.Read(Item{Title: title, Lang: lang}).features {
			ids = append(ids, fmt.Sprint(f.id))
		}
		slices.Sort(ids)
		return strings.Join(slices.Compact(ids), " ")
	}
	for _, same := range [][]string{
		{"Apps banned by 170 million users", "APPS BANNED by 170m users", "Live: App banned by 170,000,000 users - Reuters"},
		{"小红书拥有1.7亿用户", "小紅書擁有一億七千萬用戶", "【快訊】小红书拥有１.７亿用户"},
		{"Erdoğan’s party", "Erdogan's parties"},
	} {
		for _, other := range same[1:] {
			if got, want := features(other, ""), features(same[0], ""); got != want || got == "" {
				t.Errorf("%s: %s\n%s: %s", other, got, same[0], want)
			}
		}
	}
}

func TestReaderRemembers(t *testing.T) {
	t.Parallel()
	r := coreOnly(t)
	it := Item{Title: "TikTok ban", Lang: "en"}
	first := r.Read(it)
	if it.ID = "other"; r.Read(it) != first {
		t.Error("the same text is read again")
	}
	if it.Summary = "more"; r.Read(it) == first {
		t.Error("another text is not read")
	}
	for i := range maxReadings + 10 {
		r.Read(Item{Title: fmt.Sprint("item ", i)})
	}
	if n := len(r.known); n != maxReadings || r.recent.Len() != n {
		t.Errorf("%d of %d readings are remembered", n, maxReadings)
	}
	if r.Read(Item{Title: "TikTok ban", Lang: "en"}) == first {
		t.Error("the oldest reading is not forgotten")
	}
}

// FuzzRead reads any text: every feature is a part of it.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"TikTok禁令1月19日生效，1.7億用戶", "第", "百分之", "$", "jan. ", "周", "\xff\xfe", "1.", "十万亿", "u.s.", "'", "½ ﷺ", "a" + strings.Repeat("\u0301", 9)} {
		f.Add(s, s)
	}
	r := coreOnly(f)
	f.Fuzz(func(t *testing.T, title, summary string) {
		got := r.Read(Item{Title: title, Summary: summary})
		for _, x := range got.featuresAt(time.Unix(1, 0)) {
			if x.start < 0 || x.start >= x.end || int(x.end) > len(got.Text) {
				t.Fatalf("feature at %d to %d of %q", x.start, x.end, got.Text)
			}
		}
	})
}
