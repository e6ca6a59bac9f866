package phrase

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	idShape    = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	guideShape = regexp.MustCompile(`^[a-z0-9-]+#[a-z0-9-]+$`)
)

// check notes a mistake unless ok.
func (l *loader) check(ok bool, where place, format string, args ...any) {
	if !ok {
		l.mistakes = append(l.mistakes, fmt.Errorf("%s: %s", l.show(where), fmt.Sprintf(format, args...)))
	}
}

func (l *loader) checkPhrase(where place, p Phrase) {
	l.checkID(where, p.ID)
	l.check(Text{p.En, p.Simplified, p.Traditional}.complete(), where, "needs en, zh-CN and zh-TW")
	l.check(p.Literal != "", where, "needs literal")
	l.check(slices.Contains(registers, p.Register), where, "register is %q, expected one of %v", p.Register, registers)
	l.check(p.When.complete(), where, "when needs en, zh-CN and zh-TW")
	l.check(p.English.complete() || p.English == Wording{}, where, "english needs zh-CN and zh-TW, or leave it out")
	l.check(len(p.Tags) > 0, where, "needs tags")
	l.checkPinyin(where, p.Simplified, p.Pinyin)
	l.checkPinyin(where, p.Traditional, p.Reading(Traditional))
}

func (l *loader) checkSlang(where place, s Slang) {
	l.checkID(where, s.ID)
	l.check(s.Term.complete(), where, "needs term, in both scripts")
	l.check(s.Meaning.complete(), where, "meaning needs en, zh-CN and zh-TW")
	l.check(slices.Contains(registers, s.Register), where, "register is %q, expected one of %v", s.Register, registers)
	l.check(slices.Contains(safeties, s.Safety), where, "safety is %q, expected one of %v", s.Safety, safeties)
	l.check(s.Caution.complete() || s.Safety == OK, where, "caution needs en, zh-CN and zh-TW, as safety is %s", s.Safety)
	l.check(s.Caution == Text{} || s.Safety != OK, where, "has a caution although safety is ok")
	l.check(s.Pair.complete() || s.Pair == Wording{}, where, "pair needs zh-CN and zh-TW, or leave it out")
	l.check(s.Example.Text.complete() && s.Example.Means.complete(), where, "example needs text and means, in both scripts")
	l.check(s.Pinyin == "" || s.Direction == ChineseSlang, where, "an English term has no pinyin")
	if hasHan(s.Term.Simplified) || s.Pinyin != "" {
		l.checkPinyin(where, s.Term.Simplified, s.Pinyin)
	}
	for _, form := range s.spellings() {
		l.checkForm(where, form)
	}
}

// checkForm refuses a spelling that two terms share, since a message could mean either.
func (l *loader) checkForm(where place, form string) {
	folded := foldText(form)
	l.check(folded != "", where, "the form %q is empty", form)
	if before, taken := l.forms[folded]; taken && before != where {
		l.check(false, where, "the form %q is already in %s", form, l.show(before))
	}
	l.forms[folded] = where
}

func (l *loader) checkNotice(where place, n Notice) {
	l.checkID(where, n.ID)
	l.check(n.Text.complete(), where, "needs text, in both scripts")
	l.check(n.Meaning.complete(), where, "meaning needs en, zh-CN and zh-TW")
	l.check(n.Do.complete(), where, "do needs en, zh-CN and zh-TW")
	l.check(n.Guide == "" || guideShape.MatchString(n.Guide), where, "guide is %q, expected guide#step", n.Guide)
	l.checkPinyin(where, n.Text.Simplified, n.Pinyin)
	l.checkPinyin(where, n.Text.Traditional, n.Reading(Traditional))
}

func (l *loader) checkID(where place, id string) {
	l.check(idShape.MatchString(id), where, "id is %q, expected lower-case words joined by -", id)
	if before, taken := l.ids[id]; taken {
		l.check(false, where, "the id is already in %s", l.show(before))
	}
	l.ids[id] = where
}

// checkPinyin refuses pinyin that is misspelt or does not have one syllable for each hanzi. Latin words in the Chinese
// stand in its pinyin as they are. Letters and digits read out in Chinese (666, yyds) can only be checked for spelling.
func (l *loader) checkPinyin(where place, chinese, pinyin string) {
	rest := pinyin
	hanzi := 0
	for word, letters := range runs(chinese) {
		for _, r := range word {
			if unicode.Is(unicode.Han, r) {
				hanzi++
			}
		}
		if letters {
			for _, latin := range strings.FieldsFunc(word, func(r rune) bool { return r > unicode.MaxASCII }) {
				rest = strings.Replace(rest, latin, " ", 1)
			}
		}
	}
	parts, ok := Syllables(rest)
	l.check(ok, where, "%q is not pinyin", pinyin)
	if hanzi > 0 && ok {
		l.check(len(parts) == hanzi, where, "%q has %d syllables for the %d hanzi of %s", pinyin, len(parts), hanzi, chinese)
	}
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
