package news_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"magpie/news"
)

func TestPatterns(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		title    string
		patterns []string
		key      string // of the first reason
	}{
		{"Magpie steals 12 rings", []string{`\b\d+ rings?\b`}, news.Mentions},
		{"Magpie steals a ring", []string{`\b\d+ rings?\b`}, news.NoPattern},
		{"Magpie steals a ring", []string{`\d+ rings`, `a ring`}, news.Mentions},
		{"MAGPIE IN THE NEST", []string{`magpie in`}, news.Mentions},
		{"Magpie in the nest", []string{`^MAGPIE`}, news.Mentions},
		{"Magpie: the podcast", []string{`!podcast$`}, news.ByPattern},
		{"Magpie: the show", []string{`!podcast$`}, news.Mentions},
		{"Magpie: the show", []string{`!podcast`, `film`}, news.NoPattern},
		{"magpie：臺灣喜鵲築巢", []string{`台湾喜[鹊鸦]筑巢`}, news.Mentions},
		{"magpie：台湾喜鹊筑巢", []string{`臺灣喜鵲（?築巢`}, news.Mentions},
		{"ｍａｇｐｉｅ　１２", []string{`magpie 12`}, news.Mentions},
		{"magpie (12)", []string{`（１２）`}, news.Mentions},
		{"magpie " + strings.Repeat("x", 400) + " far", []string{`far`}, news.NoPattern},
	} {
		topic := news.Topic{Name: "birds", Must: [][]string{{"magpie"}}, Patterns: tc.patterns}
		v := news.NewJudge(reader(t), []news.Topic{topic}).Item(news.Item{Title: tc.title, Published: now}, now)
		if v.Reasons[0].Key != tc.key || v.Kept != (tc.key == news.Mentions) {
			t.Errorf("%q with %q: %+v, want %s", tc.title, tc.patterns, v, tc.key)
		}
	}
	alone := news.NewJudge(reader(t), []news.Topic{{Name: "rings", Patterns: []string{`\d+ rings`}}})
	if v := alone.Item(news.Item{Title: "12 rings", Published: now}, now); !v.Kept {
		t.Errorf("a pattern alone: %+v", v)
	}
}

func TestCheckTopic(t *testing.T) {
	t.Parallel()
	good := func() news.Topic {
		return news.Topic{
			Title: map[string]string{"": "Birds"}, Must: [][]string{{"magpie", "喜鹊", "@tiktok"}}, Should: []string{"nest*"},
			Patterns: []string{`\d+ rings`, `!podcast`},
		}
	}
	for name, tc := range map[string]struct {
		change func(*news.Topic)
		want   news.TopicProblem
		text   string
	}{
		"right":            {func(*news.Topic) {}, "", ""},
		"a pattern alone":  {func(of *news.Topic) { of.Must = nil }, "", ""},
		"no title":         {func(of *news.Topic) { of.Title[""] = " " }, news.NoTitle, ""},
		"nothing":          {func(of *news.Topic) { of.Must, of.Patterns = nil, nil }, news.NothingMust, ""},
		"only an excluder": {func(of *news.Topic) { of.Must, of.Patterns = nil, []string{"!x"} }, news.NothingMust, ""},
		"an empty list":    {func(of *news.Topic) { of.Must = append(of.Must, nil) }, news.NothingMust, ""},
		"six lists":        {func(of *news.Topic) { of.Must = make([][]string, 6) }, news.TooManyLists, ""},
		"501 terms":        {func(of *news.Topic) { of.Not = make([]string, 501) }, news.TooManyTerms, ""},
		"a long term":      {func(of *news.Topic) { of.Not = []string{strings.Repeat("鹊", 61)} }, news.LongTerm, strings.Repeat("鹊", 61)},
		"no letter":        {func(of *news.Topic) { of.Should = []string{"*"} }, news.BadTerm, "*"},
		"an unknown one":   {func(of *news.Topic) { of.Should = []string{"@bird"} }, news.UnknownConcept, "@bird"},
		"six patterns":     {func(of *news.Topic) { of.Patterns = strings.Fields("a b c d e f") }, news.TooManyPatterns, ""},
		"a long pattern":   {func(of *news.Topic) { of.Patterns = []string{strings.Repeat("鹊", 201)} }, news.LongPattern, strings.Repeat("鹊", 30) + "…"},
		"ill-formed":       {func(of *news.Topic) { of.Patterns = []string{"(a"} }, news.BadPattern, "(a"},
		"nothing excluded": {func(of *news.Topic) { of.Patterns = []string{"!"} }, news.BadPattern, "!"},
		"a backreference":  {func(of *news.Topic) { of.Patterns = []string{`(a)\1`} }, news.BadPattern, `(a)\1`},
		"million repeats":  {func(of *news.Topic) { of.Patterns = []string{"(x{1000}){1000}"} }, news.BigPattern, "(x{1000}){1000}"},
		"nested repeats":   {func(of *news.Topic) { of.Patterns = []string{"(x{30}y){40}"} }, news.BigPattern, "(x{30}y){40}"},
		"repeats in a row": {func(of *news.Topic) { of.Patterns = []string{strings.Repeat("x{1000}", 20)} }, news.BigPattern, strings.Repeat("x{1000}", 20)},
	} {
		topic := good()
		tc.change(&topic)
		err := news.CheckTopic(reader(t), topic)
		var wrong *news.TopicError
		switch {
		case tc.want == "" && err == nil:
		case !errors.As(err, &wrong) || wrong.Problem != tc.want || wrong.Text != tc.text || err.Error() == "":
			t.Errorf("%s: %v, want %s %q", name, err, tc.want, tc.text)
		}
	}
}

// TestHugePattern is about what an attacker would try: it is refused at once.
func TestHugePattern(t *testing.T) {
	t.Parallel()
	began := time.Now()
	for _, p := range []string{
		strings.Repeat("(a*)*", 2000), strings.Repeat("(", 10_000), strings.Repeat("[^x]{0,1000}", 800), `(\pL{50}){50}`,
		strings.Repeat("((((", 50), `(?i)(\pL|\pN){1,999}`,
	} {
		topic := news.Topic{Title: map[string]string{"": "x"}, Patterns: []string{p}}
		if err := news.CheckTopic(reader(t), topic); err == nil {
			t.Errorf("%.40q is taken", p)
		}
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

// FuzzPattern looks for patterns that are taken and yet cost too much, and for texts on which
// one fails.
func FuzzPattern(f *testing.F) {
	for _, s := range []string{"a|b", "!x", "x{1000}{1000}", "(?i)é", "［a］", "[一-龥]{2}", `\p{Han}+臺`, "(?-i:A)(?s).$", "（", "\xff", `[[:word:]]{9}`} {
		f.Add(s, "a title\nand a summary 臺灣")
	}
	f.Fuzz(func(t *testing.T, pattern, title string) {
		topic := news.Topic{Name: "fuzz", Title: map[string]string{"": "fuzz"}, Must: [][]string{{"@tiktok", pattern}}, Patterns: []string{pattern}}
		err := news.CheckTopic(reader(t), topic)
		var wrong *news.TopicError
		if err != nil && !errors.As(err, &wrong) {
			t.Fatal(err)
		}
		began := time.Now()
		v := news.NewJudge(reader(t), []news.Topic{topic}).Item(news.Item{Title: title + pattern, Summary: title, Published: now}, now)
		if took := time.Since(began); took > time.Second {
			t.Errorf("took %v", took)
		}
		if len(v.Reasons) == 0 || v.Score < 0 || v.Score > 1 {
			t.Errorf("verdict %+v", v)
		}
	})
}
