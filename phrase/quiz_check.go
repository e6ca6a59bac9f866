package phrase

import (
	"regexp"
	"slices"
	"strings"

	"magpie/lexicon"
)

// A Verdict is how right an answer is.
type Verdict string

// The verdicts.
const (
	Right      Verdict = "right"
	Toneless   Verdict = "toneless"    // pinyin that is right, but without its tones
	Slipped    Verdict = "slipped"     // right but for one slip of the finger
	WrongTones Verdict = "wrong-tones" // pinyin with other tones
	Wrong      Verdict = "wrong"
)

// Counts reports whether the answer counts as right.
func (v Verdict) Counts() bool { return v == Right || v == Toneless || v == Slipped }

// Choose is the verdict on a choice, from 0.
func (t Task) Choose(choice int) Verdict {
	if choice == t.Right {
		return Right
	}
	return Wrong
}

// Check is the verdict on an answer that was typed. Spelling is taken leniently: script, case, punctuation and articles
// do not matter, pinyin may lack its tones, and one slip of the finger is forgiven where it does not make another choice.
func (t Task) Check(typed string) Verdict {
	switch _, answer := t.Kind.Faces(); answer {
	case PinyinFace:
		return t.checkPinyin(typed)
	case HanziFace:
		return t.checkHanzi(typed)
	}
	return t.checkEnglish(typed)
}

func (t Task) checkHanzi(typed string) Verdict {
	typed = foldText(typed)
	if w := t.Item().Chinese; typed == foldText(w.Simplified) || typed == foldText(w.Traditional) {
		return Right
	}
	return Wrong
}

func (t Task) checkEnglish(typed string) Verdict {
	typed = bare(typed)
	if slices.Contains(t.Item().meanings(), typed) {
		return Right
	}
	for i, item := range t.Items {
		if i != t.Right && slices.Contains(item.meanings(), typed) {
			return Wrong
		}
	}
	near := func(meaning string) bool { return min(len(meaning), len(typed)) >= 5 && slip(meaning, typed) }
	if slices.ContainsFunc(t.Item().meanings(), near) {
		return Slipped
	}
	return Wrong
}

// checkPinyin compares readings. Where one of the two has the neutral tone, any tone of the other will do, and so do the
// tones as they change in speech.
func (t Task) checkPinyin(typed string) Verdict {
	item, plain := t.Item(), dropDigits(foldPinyin(StripTones(typed)))
	best := Wrong
	for _, reading := range [][]string{item.Pinyin, item.Taiwan} {
		if len(reading) == 0 {
			continue
		}
		want := dropDigits(strings.Join(reading, ""))
		syllables := lexicon.Syllables(strings.Map(letters, typed))
		switch {
		case plain == want && !hasTones(syllables):
			best = Toneless
		case plain == want && (tonesFit(syllables, reading) || tonesFit(syllables, lexicon.Sandhi(reading, item.Chinese.Simplified))):
			return Right
		case plain == want && best == Wrong:
			best = WrongTones
		case len(want) >= 6 && syllables == nil && slip(want, plain):
			best = Slipped
		}
	}
	return best
}

// letters drops what is neither a letter, a digit nor a space.
func letters(r rune) rune {
	if strings.ContainsRune(".,!?;。，！？；…·-", r) {
		return ' '
	}
	return r
}

// hasTones reports whether any of the syllables has a tone.
func hasTones(syllables []string) bool {
	return slices.ContainsFunc(syllables, func(s string) bool { return dropDigits(s) != s })
}

func tonesFit(typed, want []string) bool {
	return slices.EqualFunc(typed, want, func(a, b string) bool {
		return a == b || dropDigits(a) == dropDigits(b) && (strings.HasSuffix(a, "5") || strings.HasSuffix(b, "5"))
	})
}

// meanings are all that the item means, as they are compared.
func (i Item) meanings() []string {
	var all []string
	for _, e := range i.English {
		all = append(all, meanings(e)...)
	}
	return all
}

// meanings are the ways to say a meaning: the whole, and what stands between semicolons and commas.
func meanings(english string) []string {
	all := []string{bare(english)}
	for part := range strings.FieldsFuncSeq(aside.ReplaceAllString(english, " "), func(r rune) bool { return r == ';' || r == ',' || r == '/' }) {
		if part = bare(part); part != "" && !slices.Contains(all, part) {
			all = append(all, part)
		}
	}
	return all
}

// aside is what stands in parentheses.
var aside = regexp.MustCompile(`\([^)]*\)`)

// bare is an English text without asides, punctuation and articles at its beginning.
func bare(english string) string {
	text := foldText(aside.ReplaceAllString(english, " "))
	if text == "" {
		text = foldText(english)
	}
	for _, article := range []string{"a ", "an ", "the ", "to "} {
		text = strings.TrimPrefix(text, article)
	}
	return text
}
