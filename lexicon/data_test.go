package lexicon_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// dataLines are the lines of a data file that are not comments, with their numbers from 1.
func dataLines(t *testing.T, name string) map[int]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("data", name))
	if err != nil {
		t.Fatal(err)
	}
	if !utf8.Valid(text) || !strings.HasPrefix(string(text), "# ") || !strings.HasSuffix(string(text), "\n") {
		t.Errorf("%s is not UTF-8, does not begin with a comment, or its last line does not end", name)
	}
	lines, n := map[int]string{}, 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if line != strings.TrimRight(line, " \r") || strings.Contains(line, "  ") {
			t.Errorf("%s:%d: stray spaces in %q", name, n, line)
		}
		if line != "" && !strings.HasPrefix(line, "#") {
			lines[n] = line
		}
	}
	return lines
}

// rows are the fields of a tab-separated data file. No two lines have the same first field, and none but the last is empty.
func rows(t *testing.T, name string, width int) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for n, line := range dataLines(t, name) {
		fields := strings.Split(line, "\t")
		if len(fields) != width || fields[0] == "" || fields[1] == "" {
			t.Errorf("%s:%d: %q has not the %d fields it should", name, n, line, width)
			continue
		}
		if _, twice := out[fields[0]]; twice {
			t.Errorf("%s:%d: %s stands there twice", name, n, fields[0])
		}
		out[fields[0]] = fields[1:]
	}
	return out
}

func hanziOnly(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

var (
	coreForm     = regexp.MustCompile(`^(\S+) (\S+) \[([^]]+)\] /(.+)/$`)
	coreSyllable = regexp.MustCompile(`^[A-Za-z](?:[a-z]|u:)*[1-5]$|^r5$`)
	coreMeasures = regexp.MustCompile(`^CL:\p{Han}(\|\p{Han})?\[[a-z]+[1-5]\](,\p{Han}(\|\p{Han})?\[[a-z]+[1-5]\])*$`)
)

func TestCoreData(t *testing.T) {
	t.Parallel()
	words, seen := map[string]bool{}, map[string]int{}
	for n, line := range dataLines(t, "core.u8") {
		m := coreForm.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("core.u8:%d: %q is not of CC-CEDICT's form", n, line)
			continue
		}
		traditional, simplified, pinyin, senses := m[1], m[2], strings.Fields(m[3]), strings.Split(m[4], "/")
		words[simplified] = true
		if key := strings.Join(m[1:4], " "); seen[key] > 0 {
			t.Errorf("core.u8:%d: %s stands in line %d too", n, key, seen[key])
		} else {
			seen[key] = n
		}
		if length := utf8.RuneCountInString(simplified); length != len(pinyin) || length != utf8.RuneCountInString(traditional) {
			t.Errorf("core.u8:%d: the two forms and the reading are not of one length: %s", n, line)
		}
		if !hanziOnly(simplified) || !hanziOnly(traditional) {
			t.Errorf("core.u8:%d: not all hanzi: %s", n, line)
		}
		for _, s := range pinyin {
			if !coreSyllable.MatchString(s) {
				t.Errorf("core.u8:%d: %q is no syllable", n, s)
			}
		}
		for i, s := range senses {
			measure := strings.HasPrefix(s, "CL:")
			if s == "" || s != strings.TrimSpace(s) || measure && (i == 0 || i != len(senses)-1 || !coreMeasures.MatchString(s)) {
				t.Errorf("core.u8:%d: bad sense %q", n, s)
			}
		}
	}
	if len(words) < 1300 {
		t.Errorf("core.u8 has %d words, want 1300 or more", len(words))
	}
}

// TestTraditionalData also checks that the core lexicon and the list agree about the words that both have.
func TestTraditionalData(t *testing.T) {
	t.Parallel()
	forms, words := rows(t, "traditional.txt", 2), 0
	for simplified, fields := range forms {
		length := utf8.RuneCountInString(simplified)
		if length != utf8.RuneCountInString(fields[0]) {
			t.Errorf("traditional.txt: %s and %s are not of one length", simplified, fields[0])
		}
		if length > 1 {
			words++
		}
	}
	if single := len(forms) - words; words < 1500 || single < 2500 {
		t.Errorf("traditional.txt has %d words and %d characters, want 1500 and 2500 or more", words, single)
	}
	for n, line := range dataLines(t, "core.u8") {
		m := coreForm.FindStringSubmatch(line)
		if m == nil {
			continue // TestCoreData says so
		}
		if fields, ok := forms[m[2]]; ok && utf8.RuneCountInString(m[2]) > 1 && fields[0] != m[1] {
			t.Errorf("core.u8:%d: %s is %s there, %s in traditional.txt", n, m[2], m[1], fields[0])
		}
	}
}

func TestTraditionalDataSamples(t *testing.T) {
	t.Parallel()
	forms := rows(t, "traditional.txt", 2)
	for simplified, want := range map[string]string{
		"皇后": "皇后", "后面": "後面", "头发": "頭髮", "面条": "麵條", "干净": "乾淨", "干部": "幹部", "若干": "若干", "干涉": "干涉",
		"一只": "一隻", "钟表": "鐘錶", "复杂": "複雜", "恢复": "恢復", "答复": "答覆", "日历": "日曆", "词汇": "詞彙", "外汇": "外匯",
		"冲水": "沖水", "制造": "製造", "细致": "細緻", "批准": "批准", "周末": "週末", "旅游": "旅遊", "游泳": "游泳", "联系": "聯繫",
		"台风": "颱風", "公里": "公里", "计划": "計畫", "划船": "划船", "占领": "佔領", "占卜": "占卜", "胡须": "鬍鬚", "注册": "註冊",
		"尸体": "屍體", "里": "裡", "后": "後", "面": "面", "着": "著", "为": "為", "群": "群", "吃": "吃",
	} {
		got := simplified // what changes nothing may be left out
		if fields, ok := forms[simplified]; ok {
			got = fields[0]
		}
		if got != want {
			t.Errorf("traditional.txt: %s is %s, want %s", simplified, got, want)
		}
	}
}

func TestRegionalData(t *testing.T) {
	t.Parallel()
	forms, pairs := rows(t, "traditional.txt", 2), rows(t, "regional.txt", 3)
	for mainland, fields := range pairs {
		if mainland == fields[0] && fields[1] == "" {
			t.Errorf("regional.txt: %s is the same on both sides and has no note", mainland)
		}
		for _, r := range mainland {
			if form, ok := forms[string(r)]; !ok && !unicode.Is(unicode.Han, r) && !unicode.IsLetter(r) || ok && form[0] == "" {
				t.Errorf("regional.txt: %q in %s", r, mainland)
			}
		}
		if !strings.ContainsFunc(fields[0], unicode.IsLetter) {
			t.Errorf("regional.txt: %s has no word for Taiwan", mainland)
		}
	}
	if len(pairs) < 330 {
		t.Errorf("regional.txt has %d pairs, want 330 or more", len(pairs))
	}
}

func TestMarkedData(t *testing.T) {
	t.Parallel()
	marked, forms := rows(t, "marked.txt", 2), rows(t, "traditional.txt", 2)
	for word, fields := range marked {
		switch fields[0] {
		case "vulgar", "derogatory", "sexual":
		default:
			t.Errorf("marked.txt: %s is marked %q", word, fields[0])
		}
		for simplified, traditional := range forms {
			if utf8.RuneCountInString(simplified) == 1 && simplified != traditional[0] && strings.Contains(word, traditional[0]) && forms[traditional[0]] == nil {
				t.Errorf("marked.txt: %s is not simplified: %s", word, traditional[0])
			}
		}
	}
	if len(marked) < 200 {
		t.Errorf("marked.txt has %d words, want 200 or more", len(marked))
	}
}
