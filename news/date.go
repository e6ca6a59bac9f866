package news

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// parseDate reads the dates found in feeds, well formed or not: those of RFC 822 and 3339
// and everything near them, of ISO 8601 by day, week or ordinal day, as precise as they are,
// with months in a dozen languages, Chinese, Japanese and Korean civil dates, seconds and
// milliseconds since 1970. A date without zone is in zone, which is also what CST means
// where Chinese is written.
func parseDate(s string, zone *time.Location, chinese bool) (time.Time, bool) {
	s = strings.TrimSpace(head(s, 100))
	for _, layout := range []string{time.RFC3339, time.RFC1123Z, "Mon, 02 Jan 2006 15:04:05 GMT"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), plausible(t)
		}
	}
	s = strings.Join(strings.Fields(fold(s)), " ")
	if t, ok := epoch(s); ok {
		return t, plausible(t)
	}
	if hangul.MatchString(s) {
		zone = time.FixedZone("KST", 9*3600)
	}
	date, c, rest := splitClock(s)
	loc, rest := splitZone(rest, zone, chinese)
	d, ok := numericDate(date + " " + rest)
	if !ok {
		d, ok = wordDate(date + " " + rest)
	}
	if !ok || !d.exists() || !c.exists() {
		return time.Time{}, false
	}
	t := time.Date(d.year, time.Month(d.month), d.day, c.hour, c.minute, c.second, 0, loc).UTC()
	return t, plausible(t)
}

// plausible reports whether something can have been published then. Zero in any
// counting is no date.
func plausible(t time.Time) bool { return t.Year() > 1970 && t.Year() < 2200 }

// A day is a civil date.
type day struct{ year, month, day int }

func (d day) exists() bool {
	return 1 <= d.month && d.month <= 12 && 1 <= d.day && d.day <= time.Date(d.year, time.Month(d.month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// A civil time of day; hour 24 is midnight at its end, second 60 a leap second.
type timeOfDay struct{ hour, minute, second int }

func (c timeOfDay) exists() bool {
	return c.minute < 60 && c.second <= 60 && (c.hour < 24 || c.hour == 24 && c.minute == 0 && c.second == 0)
}

var (
	hangul = regexp.MustCompile(`\p{Hangul}`)

	clock = regexp.MustCompile(`(?:^|[^\d:+-])(上午|下午|早上|晚上|凌晨|中午|오전|오후|[ap]\.?m\.?)? ?(\d{1,2}) ?` +
		`([:时時点點시h]) ?(?:(\d{1,2})(?: ?[:分분] ?(\d{1,2}))?)?(?:[.,]\d+)? ?[分秒분초]?(?: ?([ap])\.?m\b\.?)?`)
	compactClock = regexp.MustCompile(`^(\d{4}-?\d{2}-?\d{2})[t ]?(\d{2})(\d{2})(\d{2})?(?:[.,]\d+)?(\D.*)?$`)
	bareHour     = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})t(\d{2})()()(\D.*)?$`)
)

// splitClock finds the time of day, which is midnight if there is none, between what stands
// before and after it.
func splitClock(s string) (before string, c timeOfDay, after string) {
	if m := clock.FindStringSubmatchIndex(s); m != nil {
		part := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return s[m[2*i]:m[2*i+1]]
		}
		if minute := part(4); minute != "" || part(3) != ":" && part(3) != "h" {
			c = timeOfDay{number(part(2)), number(minute), number(part(5))}
			switch part(1) + part(6) {
			case "下午", "晚上", "오후", "p", "pm", "p.m.", "p.m":
				c.hour = c.hour%12 + 12
			case "上午", "凌晨", "早上", "오전", "a", "am", "a.m.", "a.m":
				c.hour %= 12
			}
			start := m[4]
			if m[2] >= 0 {
				start = m[2]
			}
			return s[:start], c, s[m[1]:]
		}
	}
	for _, form := range []*regexp.Regexp{compactClock, bareHour} {
		if m := form.FindStringSubmatch(s); m != nil {
			return m[1], timeOfDay{number(m[2]), number(m[3]), number(m[4])}, m[5]
		}
	}
	if at := zoneAtEnd.FindStringIndex(s); at != nil {
		return s[:at[0]], timeOfDay{}, s[at[0]:]
	}
	return s, timeOfDay{}, ""
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// epoch reads seconds, or milliseconds, since 1970.
func epoch(s string) (time.Time, bool) {
	if len(s) < 9 || len(s) > 13 || len(s) == 12 && s[:2] == "20" { // a year
		return time.Time{}, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil || n < 0:
		return time.Time{}, false
	case n < 1e11:
		return time.Unix(n, 0).UTC(), true
	}
	return time.UnixMilli(n).UTC(), true
}
