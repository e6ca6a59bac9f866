package guide

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

const ownFront = "---\ntitle: Nest rules\nsummary: How we get along.\n---\n"

const ownFile = ownFront + "\n## Be kind {#kind}\n\nSay hello to @everyone.\n"

func TestReadOwnSettles(t *testing.T) {
	t.Parallel()
	overlay := strings.Replace(ownFile, "title: Nest rules\nsummary: How we get along.\n", "adds-to: rednote\nlanguage: zh-TW\n", 1)
	for _, test := range []struct{ title, file, src, name, lang, want string }{
		{"the file's name", "nest.zh-TW.md", ownFile, "", "", "own-nest/zh-TW"},
		{"a folder", "own-nest/en.md", ownFile, "", "", "own-nest/en"},
		{"what was said", "nest.zh-TW.md", ownFile, "other", "en", "own-other/en"},
		{"its fields", "x.en.md", strings.Replace(ownFile, "title", "name: y\nlanguage: zh-CN\ntitle", 1), "", "", "own-y/zh-CN"},
		{"of ours", "rednote.en.md", ownFile, "", "", "own-rednote/en"},
		{"steps added", "x.en.md", overlay, "", "", "rednote/zh-TW"},
		{"steps added, whatever is said", "x.en.md", overlay, "y", "", "rednote/zh-TW"},
	} {
		g, err := ReadOwn(test.file, []byte(test.src), test.name, test.lang, today)
		if got := g.Name + "/" + g.Lang; err != nil || got != test.want {
			t.Errorf("%s: %s, %v; want %s", test.title, got, err, test.want)
		}
	}
}

func TestReadOwnMistakes(t *testing.T) {
	t.Parallel()
	in := func(text string) string { return ownFront + "## Be kind {#kind}\n\n" + text + "\n" } // the text is line 7
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(ownFile)
	if err != nil {
		t.Fatal(err)
	}
	chinese := in("这是我们服务器的规则，说的是大家怎么在这里好好说话。")
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(chinese)
	if err != nil {
		t.Fatal(err)
	}
	big5, err := traditionalchinese.Big5.NewEncoder().String(in("這是我們的規則，說的是大家怎麼在這裡好好說話，也不要忘了你是誰。"))
	if err != nil {
		t.Fatal(err)
	}
	var many strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&many, "## S {#s%d}\n\nT\n", i)
	}
	for _, test := range []struct{ name, src, want string }{
		{"empty", "", "n.en.md:1: front matter needs a line --- at the start"},
		{"10,000 steps", ownFront + many.String(), "n.en.md: want 1 to 25 steps, have 10000"},
		{"too large", ownFile + strings.Repeat("a", MaxFile+1-len(ownFile)), "n.en.md: file larger than 262144 bytes"},
		{"zip", "PK\x03\x04" + ownFile, "n.en.md: want text, this looks like ZIP"},
		{"UTF-16", utf16, "n.en.md: want UTF-8, this looks like UTF-16"},
		{"UTF-16 without a mark", utf16[2:], "n.en.md: want UTF-8, this looks like UTF-16"},
		{"GBK", gbk, "n.en.md: want UTF-8, this looks like GBK"},
		{"Big5", big5, "n.en.md: want UTF-8, this looks like Big5"},
		{"no encoding", in("a\xff\xff\xffb"), "n.en.md:7: text that cannot be shown: not UTF-8"},
		{"NUL", in("a\x00b"), `n.en.md:7: text that cannot be shown: character "\x00"`},
		{"direction", in("a\u202eb"), `n.en.md:7: text that cannot be shown: character "\u202e"`},
		{"no width", in("a\u200bb"), `n.en.md:7: text that cannot be shown: character "\u200b"`},
		{"a joiner alone", in("a\u200db"), `n.en.md:7: text that cannot be shown: character "\u200d"`},
		{"no letter", in("a\u3164b"), `n.en.md:7: text that cannot be shown: character "\u3164"`},
		{"tags", in("a\U000e0041b"), `n.en.md:7: text that cannot be shown: character "\U000e0041"`},
		{"hidden in YAML", strings.Replace(ownFile, "Nest rules", `"a\u202eb"`, 1), "n.en.md:2: title should be one line"},
		{"script", in("<script>alert(1)</script>"), "n.en.md:7: not allowed here: HTML"},
		{"javascript", in("[a](javascript:alert(1))"), "n.en.md:7: want an https link, have javascript:alert(1"},
		{"data", in("[a](data:text/html,x)"), "n.en.md:7: want an https link, have data:text/html,x"},
		{"quotes in quotes", in(strings.Repeat("> ", 800) + "a"), "n.en.md:7: not allowed here: a quote or list within another"},
		{"lists in lists", in(strings.Repeat("- ", 800) + "a"), "n.en.md:7: not allowed here: a quote or list within another"},
		{"a list set in", in("- a\n  - b"), "n.en.md:8: not allowed here: a quote or list within another"},
		{"1,000 quotes deep", in(strings.Repeat(">", 1000) + "a"), "n.en.md:7: not allowed here: a quote or list within another"},
		{"table", in("a | b\n--- | ---\n1 | 2"), "n.en.md:8: not allowed here: a table"},
		{"picture", in("![a](https://a.example/b.png)"), "n.en.md:7: not allowed here: a picture"},
		{"id twice", in("a") + "## B {#kind}\n\nb\n", "n.en.md:8: step id kind given twice"},
		{"no front", "## A {#a}\n\nb\n", "n.en.md:1: front matter needs a line --- at the start"},
		{"front is a list", "---\n- a\n---\n", "n.en.md:2: front matter: want lines like title: …"},
		{"deep YAML", "---\ntitle: " + strings.Repeat("[", 20_000) + "\n---\n", ""},
		{"language", strings.Replace(ownFile, "title", "language: fr\ntitle", 1), "n.en.md: language fr is none of en, zh-CN, zh-TW"},
		{"name", strings.Replace(ownFile, "title", "name: ../x\ntitle", 1), "n.en.md: want a name of up to 28 letters a to z, digits and -, have own-../x"},
		{"a place of its own", in("x") + "## B {#b}\nafter: kind\n\nb\n", "n.en.md:9: unknown field after"},
		{"everything at once", strings.Replace(ownFile, "title: Nest rules", "mood: good", 1) + "<b>\n", "n.en.md:1: field title is missing\nn.en.md:2: unknown field mood\nn.en.md:9: not allowed here: HTML"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := ReadOwn("n.en.md", []byte(test.src), "", "", today)
			var mistakes Mistakes
			if !errors.As(err, &mistakes) {
				t.Fatalf("error %v, want Mistakes", err)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" && test.want != "" {
				t.Errorf("mistakes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadOwnAdds(t *testing.T) {
	t.Parallel()
	const front = "---\nadds-to: rednote\nlanguage: en\n---\n"
	g, err := ReadOwn("", []byte(front+"## A {#here}\nafter: profile\n\nx\n\n## B {#own-b}\nbefore: profile\n\ny\n"), "", "", today)
	if err != nil {
		t.Fatal(err)
	}
	if g.Steps[0].ID != "own-here" || g.Steps[0].After != "profile" || g.Steps[1].ID != "own-b" || g.Steps[1].Before != "profile" || !g.Steps[0].Own {
		t.Errorf("steps %+v", g.Steps)
	}
	for name, src := range map[string]string{
		"two places":    front + "## A {#a}\nafter: x\nbefore: y\n\nz\n",
		"a title":       strings.Replace(front, "language", "title: T\nlanguage", 1) + "## A {#a}\n\nz\n",
		"to one of own": strings.Replace(front, "rednote", "own-nest", 1) + "## A {#a}\n\nz\n",
		"no step":       front + "## A {#a}\nafter: X!\n\nz\n",
	} {
		if _, err := ReadOwn("", []byte(src), "", "", today); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// Pictures of several characters are joined by one that is refused elsewhere.
func TestReadOwnPictures(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"👩‍💻", "🏳️‍🌈", "👩🏽‍🚀", "❤️‍🔥", "a\ufe0f"} {
		if _, err := ReadOwn("n.en.md", []byte(ownFront+"## A {#a}\n\n"+text+"\n"), "", "", today); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// A server can take over any of our own files, and what it exports is what it imports.
func TestReadOwnBuiltin(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, g Guide) {
		src, err := os.ReadFile(filepath.Join("library", g.Name, g.Lang+".md"))
		if err != nil {
			t.Fatal(err)
		}
		own, err := ReadOwn(g.Name+"."+g.Lang+".md", src, "", "", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if own.Name != OwnPrefix+g.Name || len(own.Steps) != len(g.Steps) {
			t.Errorf("%s has %d steps", own.Name, len(own.Steps))
		}
		out := Format(own)
		again, err := ReadOwn("renamed.txt", out, "", "", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(out), string(Format(again))); diff != "" {
			t.Errorf("exported twice (-first +second):\n%s", diff)
		}
		if diff := cmp.Diff(own, again); diff != "" {
			t.Errorf("imported twice (-first +second):\n%s", diff)
		}
	})
}

func TestReadStep(t *testing.T) {
	t.Parallel()
	s, err := ReadStep("a", "  Be \n kind ", "\r\nOne.\r\n\r\nTwo.  \r\n", "[A](https://a.example) (2026-01)\n\n[B](https://b.example)", "2026-01-18", today)
	if err != nil {
		t.Fatal(err)
	}
	if s.Title != "Be kind" || s.Body != "One.\n\nTwo." || len(s.Sources) != 2 || s.Checked.Day() != 18 || !s.Own {
		t.Errorf("step %+v", s)
	}
	_, err = ReadStep("a", "", "One.\n## Two\n<b>", "nothing", "tomorrow", today)
	want := `: field title is missing
: a source should be "[Title](https://…) (2025-01-18)"
: checked should be a day like 2025-01-18, not tomorrow
:2: not allowed here: a heading other than ## for a step and ### within it
:3: not allowed here: HTML`
	if err == nil || err.Error() != want {
		t.Errorf("mistakes:\n%v\nwant:\n%s", err, want)
	}
}

func TestNewName(t *testing.T) {
	t.Parallel()
	none := func(string) bool { return false }
	for title, want := range map[string]string{
		"Nest rules!":                          "nest-rules",
		"Ça va, Élodie?":                       "ca-va-elodie",
		"3 things":                             "step-",
		"群规":                                   "step-",
		"An exceedingly long title of a guide": "an-exceedingly-long-titl",
	} {
		if got := NewName(title, "step", none); !strings.HasPrefix(got, want) || !nameForm.MatchString(OwnPrefix+got) {
			t.Errorf("%s is %s", title, got)
		}
	}
	if got := NewName("Nest rules", "step", func(name string) bool { return name != "nest-rules-3" }); got != "nest-rules-3" {
		t.Errorf("the third is %s", got)
	}
	if NewName("群规", "step", none) == NewName("群主", "step", none) {
		t.Error("two titles have one name")
	}
}

// Whatever a server may import is exported so that it is imported the same, and exported the same.
func FuzzReadOwn(f *testing.F) {
	f.Add([]byte(ownFile))
	f.Add([]byte("---\nadds-to: rednote\nlanguage: en\n---\n## A {#a}\nbefore: x\n\n<@1> \\<b> `<@2>` [x](https://discord.gg/a)\n"))
	f.Add([]byte("---\nname: '~'\nlanguage: zh-TW\ntitle: \"@\"\nsummary: '- x'\nchecked: 2026-01-01\n---\n\n## 1 {#a}\nsource: [~](https://a.b)\n\n  x\n\n\n\\## y\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		g, err := ReadOwn("n.en.md", src, "", "", today)
		if err != nil {
			return
		}
		out := Format(g)
		again, err := ReadOwn("", out, "", "", today)
		if err != nil {
			t.Fatalf("own writing refused: %v\n%s", err, out)
		}
		if diff := cmp.Diff(g, again); diff != "" {
			t.Fatalf("another guide (-first +second):\n%s", diff)
		}
		if string(Format(again)) != string(out) {
			t.Fatalf("written differently:\n%s\n%s", out, Format(again))
		}
	})
}
