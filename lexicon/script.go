package lexicon

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

// A Script says which characters a text is written in.
type Script string

// The scripts. Either is Chinese that both scripts write alike; Mixed has characters of each.
const (
	None        Script = ""
	Simplified  Script = "simplified"
	Traditional Script = "traditional"
	Either      Script = "either"
	Mixed       Script = "mixed"
)

// HasHanzi reports whether there is any Chinese character in s.
func HasHanzi(s string) bool { return strings.ContainsFunc(s, isHan) }

func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x2E80 && unicode.Is(unicode.Han, r)
}

func hanziIn(s string) int {
	n := 0
	for _, r := range s {
		if isHan(r) {
			n++
		}
	}
	return n
}

// ScriptOf tells the script of a text by the characters that only one script has. A few of the other script in a long
// text, such as a name that is quoted, do not make it Mixed: it takes one in ten.
func ScriptOf(text string) Script {
	only := scriptOnly()
	hanzi, simplified, traditional := 0, 0, 0
	for _, r := range text {
		if !isHan(r) {
			continue
		}
		hanzi++
		switch only[r] {
		case Simplified:
			simplified++
		case Traditional:
			traditional++
		}
	}
	switch {
	case hanzi == 0:
		return None
	case simplified+traditional == 0:
		return Either
	case simplified > 9*traditional:
		return Simplified
	case traditional > 9*simplified:
		return Traditional
	}
	return Mixed
}

//go:embed data/traditional.txt
var traditionalText string

// traditionalOverrides are the traditional forms, as Taiwan writes them, of characters and words whose form cannot be
// told from a dictionary, by their simplified form.
func traditionalOverrides() map[string]string {
	forms := map[string]string{}
	for word, fields := range lines(traditionalText) {
		if _, twice := forms[word]; !twice {
			forms[word] = fields[0]
		}
	}
	return forms
}

// Of the characters that traditional.txt has on one side only, some are met in the other script too, if seldom.
const (
	alsoTraditional = "着烟恒涌"
	alsoSimplified  = "乾像徵瞭藉覆夥"
)

// scriptOnly says of characters that only one script has which one that is.
var scriptOnly = sync.OnceValue(func() map[rune]Script {
	const both = "both"
	only := map[rune]Script{}
	note := func(word string, script Script) {
		for _, r := range word {
			if had, known := only[r]; known && had != script {
				only[r] = both
			} else {
				only[r] = script
			}
		}
	}
	for simplified, traditional := range traditionalOverrides() {
		note(simplified, Simplified)
		note(traditional, Traditional)
	}
	note(alsoTraditional, Traditional)
	note(alsoSimplified, Simplified)
	return only
})

// variants are traditional characters of Hong Kong and of older print that traditional.txt does not write, each before
// its simplified form.
const variants = "説说裏里羣群爲为衆众綫线牀床衞卫峯峰鷄鸡産产麪面啓启證证祇只甯宁蹟迹傑杰荳豆佔占噹当纔才閒闲喫吃"

// Characters returns the simplified form of each traditional character that has another, whatever word it stands in:
// 後 → 后. Where it depends on the word, as in 乾燥 and 乾坤, it is the form that differs, so that texts which were
// written in either script become alike. The map is the caller's.
func Characters() map[rune]rune {
	simple := map[rune]rune{}
	note := func(traditional, simplified rune) {
		if _, known := simple[traditional]; !known && traditional != simplified {
			simple[traditional] = simplified
		}
	}
	for word, fields := range lines(traditionalText) {
		simplified := []rune(word)
		for i, r := range []rune(fields[0]) {
			note(r, simplified[i])
		}
	}
	others := []rune(variants)
	for i := 0; i < len(others); i += 2 {
		note(others[i], others[i+1])
	}
	delete(simple, '么')                 // in 什么 it is simplified already; as the traditional form of 幺 it is rare
	simple['帳'], simple['帐'] = '账', '账' // in 账号, which both scripts write either way
	return simple
}
