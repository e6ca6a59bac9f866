package lexicon

import (
	"strings"
	"testing"
)

// What is asked of segmentation and pinyin on testdata/chat.txt, with CC-CEDICT and without it.
const (
	chatWordsAim, chatCoreWordsAim   = .95, .85
	chatPinyinAim, chatCorePinyinAim = .97, .97
)

func TestChat(t *testing.T) {
	t.Parallel()
	words := dictionaries(t, chatWordsAim, chatCoreWordsAim)
	pinyin := dictionaries(t, chatPinyinAim, chatCorePinyinAim)
	for name, test := range words {
		t.Run(name, func(t *testing.T) {
			var cuts, syllables score
			for line := range strings.Lines(readTestdata(t, "chat.txt")) {
				if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
					continue
				}
				want := parseChat(line)
				got := test.dictionary.Words(textOf(want))
				wrong := cuts.addWords(got, want)
				wrong += syllables.addPinyin(got, want)
				if wrong > 0 {
					t.Logf("want %s\n got %s", line, chatLine(got))
				}
			}
			t.Logf("words F1 %.4f, pinyin %.4f", cuts.f1(), syllables.f1())
			if f1 := cuts.f1(); f1 < test.aim {
				t.Errorf("F1 of words %.4f, want %.2f", f1, test.aim)
			}
			if right := syllables.f1(); right < pinyin[name].aim {
				t.Errorf("%.4f of the syllables right, want %.2f", right, pinyin[name].aim)
			}
		})
	}
}

// A score counts what was found, what was to be found, and what is in both.
type score struct{ found, wanted, both int }

func (s score) f1() float64 { return 2 * float64(s.both) / float64(s.found+s.wanted) }

// addWords compares where words begin and end, and returns how many were missed. Punctuation and the like do not count.
func (s *score) addWords(got, want []Word) (missed int) {
	found := map[[2]int]bool{}
	for _, w := range got {
		if HasHanzi(w.Text) {
			found[[2]int{w.Start, w.Length}] = true
		}
	}
	s.found += len(found)
	for _, w := range want {
		switch {
		case !HasHanzi(w.Text):
		case found[[2]int{w.Start, w.Length}]:
			s.wanted++
			s.both++
		default:
			s.wanted++
			missed++
		}
	}
	return missed
}

// addPinyin compares the readings hanzi by hanzi, and returns how many differ.
func (s *score) addPinyin(got, want []Word) (wrong int) {
	for _, w := range want {
		for i, syllable := range w.Pinyin {
			s.found++
			s.wanted++
			if readingAt(got, w.Start+i) == syllable {
				s.both++
			} else {
				wrong++
			}
		}
	}
	return wrong
}

// parseChat reads a line of testdata/chat.txt.
func parseChat(line string) []Word {
	var words []Word
	at := 0
	for _, field := range strings.Fields(line) {
		text, pinyin, hanzi := strings.Cut(field, "/")
		if n := len(words); n > 0 && !hanzi && latin(text) && latin(words[n-1].Text) {
			at++ // the space between them
		}
		w := Word{Text: text, Start: at, Length: len([]rune(text))}
		if hanzi {
			w.Pinyin = strings.Split(pinyin, ",")
		}
		at += w.Length
		words = append(words, w)
	}
	return words
}

// textOf returns the text that words are cut from, with spaces where there are gaps.
func textOf(words []Word) string {
	var b strings.Builder
	at := 0
	for _, w := range words {
		b.WriteString(strings.Repeat(" ", w.Start-at))
		b.WriteString(w.Text)
		at = w.Start + w.Length
	}
	return b.String()
}

func latin(s string) bool { return s[0] < 0x80 }

func chatLine(words []Word) string {
	var fields []string
	for _, w := range words {
		if w.Pinyin != nil {
			w.Text += "/" + strings.Join(w.Pinyin, ",")
		}
		fields = append(fields, w.Text)
	}
	return strings.Join(fields, " ")
}
