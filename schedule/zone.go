package schedule

import (
	_ "embed" // the lists of zones and cities
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A Zone is a time zone as a person finds it: by a city they know.
type Zone struct {
	Name string // IANA name, "Asia/Taipei"
	City string // in the language asked for; the Name itself where no city was meant
}

var (
	//go:embed zones/iana.txt
	ianaText string
	//go:embed zones/cities.tsv
	cityText string
)

// city is a line of cities.tsv: zone, names in the three languages, other names.
type city struct {
	zone   string
	names  [3]string // en, zh-CN, zh-TW
	folded []string  // names and aliases as they are searched
}

var zones = sync.OnceValue(func() []string { return strings.Fields(ianaText) })

var cities = sync.OnceValue(func() []city {
	var list []city
	for line := range strings.Lines(cityText) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		c := city{zone: cells[0], names: [3]string(cells[1:4])}
		for _, name := range append(cells[1:4:4], strings.Split(cells[4], ",")...) {
			if name != "" {
				c.folded = append(c.folded, fold(name))
			}
		}
		list = append(list, c)
	}
	return list
})

// Zones is the IANA name of every zone.
func Zones() []string { return slices.Clone(zones()) }

// LoadZone is the zone of an IANA name. Unlike time.LoadLocation it knows those
// names only: not "", not "Local", and no file of the machine.
func LoadZone(name string) (*time.Location, error) {
	if _, ok := slices.BinarySearch(zones(), name); !ok {
		return nil, fmt.Errorf("%w: %q", ErrUnknownZone, name)
	}
	return time.LoadLocation(name)
}

// FindZone is at most n zones for what was typed: a city in any of the three
// languages, or an IANA name; the best first. The cities are named in lang, "en",
// "zh-CN" or "zh-TW". Nothing typed finds the cities that are asked for most.
func FindZone(lang, typed string, n int) []Zone {
	column := cityColumn(lang)
	want := fold(typed)
	var found []Zone
	add := func(z Zone) {
		known := slices.ContainsFunc(found, func(f Zone) bool { return f == z || z.City == z.Name && f.Name == z.Name })
		if len(found) < n && !known {
			found = append(found, z)
		}
	}
	for _, fits := range []func(name, want string) bool{equal, strings.HasPrefix, strings.Contains} {
		for _, c := range cities() {
			if slices.ContainsFunc(c.folded, func(name string) bool { return fits(name, want) }) {
				add(Zone{c.zone, c.names[column]})
			}
		}
		for _, name := range zones() {
			if fits(fold(name), want) {
				add(Zone{name, name})
			}
		}
	}
	return found
}

// City is the best known city of a zone in a language, or the zone's name if none is.
func City(lang, zone string) string {
	for _, c := range cities() {
		if c.zone == zone {
			return c.names[cityColumn(lang)]
		}
	}
	return zone
}

// cityColumn is where a language's names of cities stand.
func cityColumn(lang string) int { return max(0, slices.Index([]string{"en", "zh-CN", "zh-TW"}, lang)) }

func equal(a, b string) bool { return a == b }

// fold makes "São Paulo", "sao paulo" and "SaoPaulo" the same.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == ' ' || r == '_' || r == '-' || r == '.' || r == '\'' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
}
