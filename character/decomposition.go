package character

import (
	"bufio"
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A decomposition is one line of cjk-decomp: "好:a(女,子)". What is composed, and what of,
// is a character or the number of a part that has no code point.
type decomposition struct {
	code  string // what the parts do, a, d, stl …
	parts []string
}

var decompositionLine = regexp.MustCompile(`^([^:]+):([a-z0-9]+(?:/[a-z])?)\(([^()]*)\)`) // one line has a slip after that

// parseDecompositions reads cjk-decomp, by what is decomposed.
func parseDecompositions(text []byte) (map[string]decomposition, error) {
	all := map[string]decomposition{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for number := 1; lines.Scan(); number++ {
		m := decompositionLine.FindStringSubmatch(strings.TrimSpace(lines.Text()))
		if m == nil {
			return nil, fmt.Errorf("components, line %d: %q is not like 好:a(女,子)", number, lines.Text())
		}
		d := decomposition{code: m[2]}
		if m[3] != "" {
			d.parts = strings.Split(m[3], ",")
		}
		all[m[1]] = d
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read components: %w", err)
	}
	return all, nil
}

// structures are the meanings of cjk-decomp's codes, by how they begin; the longest
// counts. Codes that are not here change one part (mirrored, turned, left side of …) or
// lay strokes over each other, which tells a learner nothing.
var structures = map[string]Structure{
	"a": LeftRight, "ra": LeftRight, "d": TopBottom, "rd": TopBottom, "r3a": LeftMiddleRight, "r3d": TopMiddleBottom,
	"s": Enclosed, "rs": Enclosed, "st": EnclosedAbove, "sb": EnclosedBelow, "sl": EnclosedLeft,
	"stl": EnclosedTopLeft, "str": EnclosedTopRight, "sbl": EnclosedLowLeft, "r3tr": Triangle,
	"w": Interlocked, "wt": Interlocked, "wb": Interlocked, "wl": Interlocked, "wr": Interlocked,
	"wtl": Interlocked, "wtr": Interlocked, "wbl": Interlocked, "wbr": Interlocked,
	"lock": Interlocked, "ba": Interlocked, "bd": Interlocked,
}

// errata replace what cjk-decomp says.
var errata = map[string]decomposition{
	"回": {"s", []string{"囗", "口"}},
	"疒": {}, // 亠 and 广 do not stand side by side
}

// compose finds what a character is made of. It finds nothing where some part has no
// code point and cannot be divided into parts that have, and where a part is a stroke.
func compose(char string, all map[string]decomposition) (Structure, []string) {
	d, wrong := errata[char]
	if !wrong {
		d = all[char]
	}
	base, _, _ := strings.Cut(d.code, "/")
	structure, known := structures[base]
	if !known {
		return "", nil
	}
	parts, ok := named(repeat(base, d.parts), all, 0)
	if !ok || len(parts) < 2 {
		return "", nil
	}
	switch {
	case structure == LeftRight && len(parts) == 3:
		structure = LeftMiddleRight
	case structure == TopBottom && len(parts) == 3:
		structure = TopMiddleBottom
	}
	return structure, parts
}

// repeat writes out parts that a code repeats.
func repeat(code string, parts []string) []string {
	if !strings.HasPrefix(code, "r") || len(parts) != 1 {
		return parts
	}
	if strings.HasPrefix(code, "r3") {
		return []string{parts[0], parts[0], parts[0]}
	}
	return []string{parts[0], parts[0]}
}

// named replaces parts that only have a number by what they are made of.
func named(parts []string, all map[string]decomposition, depth int) (list []string, ok bool) {
	for _, part := range parts {
		r, size := utf8.DecodeRuneInString(part)
		switch {
		case size == len(part) && (r < '0' || r > '9'):
			if isStroke(r) {
				return nil, false
			}
			list = append(list, part)
		case depth == 4: // numbers that lead to each other
			return nil, false
		default:
			d := all[part]
			base, _, _ := strings.Cut(d.code, "/")
			if _, known := structures[base]; !known {
				return nil, false
			}
			inner, ok := named(repeat(base, d.parts), all, depth+1)
			if !ok || len(inner) == 0 {
				return nil, false
			}
			list = append(list, inner...)
		}
	}
	return list, true
}

// isStroke reports whether r is a bare stroke rather than a part that people name.
func isStroke(r rune) bool {
	return r >= 0x31C0 && r <= 0x31EF || strings.ContainsRune("丨丶丿乀乁乚乛亅〇", r)
}
