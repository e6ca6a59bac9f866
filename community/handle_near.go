package community

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// HandleKey is the form in which handles are compared: small letters, without @, spaces and
// .bsky.social.
func HandleKey(name string) string {
	key := strings.ToLower(bareHandle(name))
	if short := strings.TrimSuffix(key, ".bsky.social"); short != "" {
		return short
	}
	return key
}

// lookalikes are characters that can be mistaken for another, which stands for both: of
// Cyrillic, Greek, Armenian and Latin letters those that look the same, and 0, 1 and i.
var lookalikes = func() map[rune]rune {
	all := map[rune]rune{}
	for like, runes := range map[rune]string{
		'a': "аαɑ", 'b': "вьƅ", 'c': "сϲ", 'd': "ԁɗ", 'e': "еεёҽ", 'g': "ɡց", 'h': "һнհ", 'j': "јϳ", 'k': "кκ",
		'l': "1iı|іιӏǀɩ!", 'm': "мṃ", 'n': "пηոռ", 'o': "0оοօσøө", 'p': "рρ", 'q': "ԛզ", 'r': "гᴦ", 's': "ѕʂꜱ5",
		't': "тτ", 'u': "υսʋц", 'v': "νѵ", 'w': "ԝωա", 'x': "хχ", 'y': "уγүʏ", 'z': "ᴢ",
	} {
		for _, r := range runes {
			all[r] = like
		}
	}
	return all
}()

// Skeleton is what remains of a handle when marks are left out and letters that look the
// same are one: handles with one skeleton can be mistaken for each other.
func Skeleton(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(HandleKey(name)) {
		if like, ok := lookalikes[r]; ok {
			r = like
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return strings.NewReplacer("rn", "m", "vv", "w").Replace(b.String())
}

// nearness is how many changes make another name out of a skeleton of n characters, yet one
// near it.
func nearness(n int) int {
	switch {
	case n < 4:
		return 0
	case n < 18:
		return 1
	}
	return 2
}

// Traces are numbers by which a handle is found: Look is of its skeleton, Parts
// are of its beginning, middle and end. Of a name that is near it, one of the Parts is the
// same at least; 0 is none.
type Traces struct {
	Look  int64
	Parts [3]int64
}

// TracesOf are the traces of a handle.
func TracesOf(name string) Traces {
	s := []rune(Skeleton(name))
	t := Traces{Look: trace("look", len(s), s)}
	cuts := cutsOf(len(s))
	for i, c := range cuts {
		if c.to > c.from {
			t.Parts[i] = trace(strconv.Itoa(i), len(s), s[c.from:c.to])
		}
	}
	return t
}

// A cut is a part of a skeleton.
type cut struct{ from, to int }

// cutsOf are the parts by which a skeleton of n characters is found, one more than the
// changes that it allows for. A character is left out between two, since one change can
// turn two neighbours around: it then touches one part at most.
func cutsOf(n int) [3]cut {
	switch nearness(n) {
	case 1:
		half := n / 2
		return [3]cut{{0, half}, {}, {half + 1, n}}
	case 2:
		third := n / 3
		return [3]cut{{0, third}, {third + 1, 2 * third}, {2*third + 1, n}}
	}
	return [3]cut{}
}

// SoughtTraces are the traces, part by part, that handles near a name have.
func SoughtTraces(name string) (parts [3][]int64) {
	s := []rune(Skeleton(name))
	for n := max(len(s)-2, 0); n <= len(s)+2; n++ {
		most := nearness(n)
		if abs(n-len(s)) > most {
			continue
		}
		cuts := cutsOf(n)
		add := func(i, from int) {
			length := cuts[i].to - cuts[i].from
			if length > 0 && from >= 0 && from+length <= len(s) {
				parts[i] = append(parts[i], trace(strconv.Itoa(i), n, s[from:from+length]))
			}
		}
		add(0, 0)
		for shift := -1; shift <= 1; shift++ {
			add(1, cuts[1].from+shift)
		}
		add(2, len(s)-(cuts[2].to-cuts[2].from)) // the end stays the end
	}
	return parts
}

// trace is a number for a part of a skeleton of n characters.
func trace(which string, n int, part []rune) int64 {
	h := fnv.New64a()
	h.Write([]byte(which + " " + strconv.Itoa(n) + " " + string(part)))
	return int64(h.Sum64()>>1) | 1 // never 0
}

// NearHandles reports whether two handles are near each other, and how many changes make one
// of the other: letters put in, left out, exchanged or turned around, marks apart.
func NearHandles(listed, sought string) (changes int, near bool) {
	a, b := []rune(Skeleton(listed)), []rune(Skeleton(sought))
	most := nearness(len(a))
	if len(a) == 0 || abs(len(a)-len(b)) > most {
		return 0, false
	}
	changes = distance(a, b)
	return changes, changes <= most
}

// distance is how many changes make b of a (optimal string alignment).
func distance(a, b []rune) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}

func abs(n int) int { return max(n, -n) }
