package news

import (
	"regexp"
	"strings"
	"time"
)

var zoneAfter = regexp.MustCompile(`^[ ,]*(?:(?:gmt|utc|etc/gmt|z)? ?([+-]) ?(\d{1,2})(?::?(\d{2}))?|(?:etc/)?([a-z]{1,5}))\b(?: ?\([^)]*\))?`)

// zoneAtEnd is a zone after a date without time of day.
var zoneAtEnd = regexp.MustCompile(`(?:z|\b(?:gmt|utc|ut)| [+-]\d{4}|[+-]\d\d:\d\d)$`)

// splitZone takes the zone that what stands after a time of day begins with; fallback if
// there is none that is known.
func splitZone(s string, fallback *time.Location, chinese bool) (*time.Location, string) {
	m := zoneAfter.FindStringSubmatch(s)
	if m == nil {
		return fallback, s
	}
	rest := s[len(m[0]):]
	if !strings.ContainsAny(rest, "0123456789") {
		rest = "" // the zone's other name
	}
	switch {
	case m[1] != "":
		seconds := number(m[2])*3600 + number(m[3])*60
		if m[1] == "-" {
			seconds = -seconds
		}
		if seconds < -15*3600 || seconds > 15*3600 {
			return fallback, rest
		}
		return time.FixedZone("", seconds), rest
	case m[4] == "cst" && chinese:
		return time.FixedZone("CST", 8*3600), rest
	}
	hours, ok := abbreviations[m[4]]
	if !ok {
		return fallback, s
	}
	return time.FixedZone(strings.ToUpper(m[4]), int(hours*3600)), rest
}

// abbreviations are the hours east of Greenwich of zones, as news uses them.
var abbreviations = map[string]float64{
	"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "met": 1, "mez": 1, "west": 1, "cest": 2, "mest": 2, "mesz": 2,
	"eet": 2, "eest": 3, "msk": 3, "ist": 5.5, "hkt": 8, "sgt": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "aest": 10, "aedt": 11,
	"nzst": 12, "nzdt": 13, "ast": -4, "at": -4, "adt": -3, "est": -5, "et": -5, "edt": -4, "cst": -6, "ct": -6, "cdt": -5,
	"mst": -7, "mt": -7, "mdt": -6, "pst": -8, "pt": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10,
	"a": -1, "m": -12, "n": 1, "y": 12, // the military ones that RFC 822 meant otherwise than it said
}
