package news

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// parseDate reads the dates found in feeds, well formed or not: those of RSS, Atom and
// JSON Feed, plain and Chinese civil dates, seconds and milliseconds since 1970. A date without
// zone is in zone, which is also what CST means where Chinese is written.
func parseDate(s string, zone *time.Location, chinese bool) (time.Time, bool) {
	s = strings.Join(strings.Fields(fold(s)), " ")
	if t, ok := epoch(s); ok {
		return t, true
	}
	s = chineseDate(s)
	s = weekday.ReplaceAllString(s, "")
	s = unixDate.ReplaceAllString(s, "$1 $3 $2")
	loc := zone
	if m := offset.FindStringSubmatchIndex(s); m != nil {
		if l, ok := location(s[m[2]:m[3]], chinese); ok {
			s, loc = s[:m[0]], l
		}
	}
	s = strings.TrimSpace(strings.ReplaceAll(s, ",", " "))
	s = strings.Join(strings.Fields(s), " ")
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, s, loc); err == nil && t.Year() >= 1990 && t.Year() < 2200 {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// layouts are of dates in lower case (though names of months stand for any case),
// without weekday, commas and zone.
var layouts = []string{
	"2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 Jan 2006", "2 Jan 06 15:04:05", "2 Jan 06 15:04",
	"2 January 2006 15:04:05", "2 January 2006 15:04", "2 January 2006", "2-Jan-06 15:04:05", "2-Jan-2006 15:04:05",
	"2006-1-2t15:4:5", "2006-1-2t15:4", "2006-1-2 15:4:5", "2006-1-2 15:4", "2006-1-2", "20060102", "20060102t150405", "20060102150405",
	"2006/1/2 15:4:5", "2006/1/2 15:4", "2006/1/2", "2006.1.2 15:4:5", "2006.1.2 15:4", "2006.1.2",
	"Jan 2 2006 15:04:05", "Jan 2 2006 15:04", "Jan 2 2006", "January 2 2006 15:04:05", "January 2 2006 15:04", "January 2 2006",
	"Jan 2 15:04:05 2006", "2 Jan 2006 3:04:05 pm", "2 Jan 2006 3:04 pm", "Jan 2 2006 3:04:05 pm", "Jan 2 2006 3:04 pm",
	"January 2 2006 3:04 pm", "January 2 2006 3:04:05 pm", "2006-1-2 3:04:05 pm", "1/2/2006 3:04:05 pm", "1/2/2006 3:04 pm",
	"1/2/2006 15:04:05", "1/2/2006 15:04",
}

var (
	weekday = regexp.MustCompile(`^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\.?[, ]+`)
	offset  = regexp.MustCompile(`\s*(?:gmt|utc)?([+-]\d{2}:?\d{2}|\b(?:[a-z]{2,5})|z)(?:\s*\([^)]*\))?$`)

	unixDate = regexp.MustCompile(`^([a-z]{3} \d{1,2} \d{2}:\d{2}:\d{2}) ([a-z]{2,5}) (\d{4})$`) // by its zone in the middle

	hanDate  = regexp.MustCompile(`^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号號]?`)
	hanClock = regexp.MustCompile(`(上午|下午|早上|晚上|凌晨|中午|am|pm)? ?(\d{1,2}) ?[:时時点點] ?(\d{1,2})(?: ?[:分] ?(\d{1,2}))?`)
	hanWeek  = regexp.MustCompile(`[（(]?(星期|周|週|礼拜|禮拜)[一二三四五六日天][)）]?`)
)

// chineseDate rewrites 2026年1月19日 下午3时05分 as 2026-1-19 15:05:00, and leaves
// other text alone.
func chineseDate(s string) string {
	m := hanDate.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	date := m[1] + "-" + m[2] + "-" + m[3]
	rest := strings.TrimSpace(hanWeek.ReplaceAllString(s[len(m[0]):], ""))
	at := hanClock.FindStringSubmatchIndex(rest)
	if at == nil {
		return date + " " + rest
	}
	c := hanClock.FindStringSubmatch(rest)
	hour, _ := strconv.Atoi(c[2])
	switch c[1] {
	case "下午", "晚上", "pm":
		hour = hour%12 + 12
	case "上午", "凌晨", "早上", "am":
		hour %= 12
	}
	second := c[4]
	if second == "" {
		second = "0"
	}
	zone := strings.TrimLeft(rest[at[1]:], "秒分 ")
	return date + " " + strconv.Itoa(hour) + ":" + c[3] + ":" + second + " " + zone
}

// epoch reads seconds, or milliseconds, since 1970.
func epoch(s string) (time.Time, bool) {
	if len(s) < 9 || len(s) > 13 {
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

// location is what a zone's offset or abbreviation, in lower case, stands for.
func location(s string, chinese bool) (*time.Location, bool) {
	if s[0] == '+' || s[0] == '-' {
		digits := strings.ReplaceAll(s[1:], ":", "")
		n, _ := strconv.Atoi(digits)
		seconds := (n/100)*3600 + (n%100)*60
		if s[0] == '-' {
			seconds = -seconds
		}
		return time.FixedZone("", seconds), seconds > -15*3600 && seconds < 15*3600
	}
	if s == "cst" && chinese {
		return time.FixedZone("CST", 8*3600), true
	}
	hours, ok := abbreviations[s]
	return time.FixedZone(strings.ToUpper(s), int(hours*3600)), ok
}

var abbreviations = map[string]float64{
	"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "west": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
	"ist": 5.5, "hkt": 8, "sgt": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
	"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10,
}
