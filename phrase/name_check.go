package phrase

import (
	"slices"
	"strings"
)

// CheckName are the cautions about a name that was made.
func (n *Names) CheckName(name ChineseName) []NameCaution {
	family := 0
	if name.Family {
		family = len(strings.Fields(name.Parts[0].Pinyin))
	}
	return n.check(name.Text(), name.Syllables(Simplified), family)
}

// Check are the cautions about a Chinese name, which may be in either script, with its numbered syllables. A first
// character that is a surname is taken for one if there is more.
func (n *Names) Check(name string, syllables []string) []NameCaution {
	family := 0
	for _, s := range n.Surnames {
		for _, text := range []string{s.Text.Simplified, s.Text.Traditional} {
			if strings.HasPrefix(name, text) && len(name) > len(text) {
				family = max(family, len([]rune(text)))
			}
		}
	}
	return n.check(Wording{name, name}, syllables, family)
}

func (n *Names) check(name Wording, syllables []string, family int) []NameCaution {
	toneless := make([]string, len(syllables))
	for i, s := range syllables {
		toneless[i] = strings.ToLower(dropDigits(s))
	}
	family = min(family, len(toneless))
	var found []NameCaution
	for _, c := range n.Cautions {
		if c.written(name, family) || c.heard(toneless, family) {
			found = append(found, c)
		}
	}
	return found
}

// written reports whether a name holds the hanzi, or the letters, of a caution where they count.
func (c NameCaution) written(name Wording, family int) bool {
	for _, pair := range [][2]string{{name.Simplified, c.Pattern.Simplified}, {name.Traditional, c.Pattern.Traditional}, {name.Simplified, c.Pattern.Traditional}} {
		text, pattern := pair[0], pair[1]
		if !hasHan(pattern) {
			if !strings.Contains(pattern, " ") && strings.EqualFold(text, pattern) {
				return true
			}
			continue
		}
		runes := []rune(text)
		switch at := min(family, len(runes)); c.In {
		case "anywhere":
			if strings.Contains(text, pattern) {
				return true
			}
		case "whole":
			if text == pattern {
				return true
			}
		case "surname":
			if at > 0 && string(runes[:at]) == pattern {
				return true
			}
		case "given":
			if string(runes[at:]) == pattern {
				return true
			}
		}
	}
	return false
}

// heard reports whether a name makes the sound of a caution where it counts.
func (c NameCaution) heard(toneless []string, family int) bool {
	if hasHan(c.Pattern.Simplified) || len(toneless) == 0 {
		return false
	}
	pattern := strings.Fields(c.Pattern.Simplified)
	switch c.In {
	case "whole":
		return slices.Equal(toneless, pattern)
	case "surname":
		return family > 0 && slices.Equal(toneless[:family], pattern)
	case "given":
		return slices.Equal(toneless[family:], pattern)
	}
	for at := range max(0, len(toneless)-len(pattern)+1) {
		if slices.Equal(toneless[at:at+len(pattern)], pattern) {
			return true
		}
	}
	return false
}

// CheckEnglishName is the caution about an English name, if there is one.
func (n *Names) CheckEnglishName(name string) (EnglishCaution, bool) {
	for _, c := range n.EnglishCautions {
		if c.Name == strings.ToLower(strings.TrimSpace(name)) {
			return c, true
		}
	}
	return EnglishCaution{}, false
}
