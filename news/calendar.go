package news

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A Day is a day of the year that a text names: 1月19日, Jan. 19, 19 January.
type Day struct {
	Month      time.Month // 0: the text names none, as in 19日 and on Sunday
	Of         int        // of the month; 0: it names a weekday
	Weekday    time.Weekday
	Start, End int // bytes of the folded text
}

// in is the day that is meant in a text of some time: of days that could be, the nearest. A day without
// a month is not known in a text without a time.
func (d Day) in(published time.Time) (Day, bool) {
	if d.Month != 0 {
		return Day{Month: d.Month, Of: d.Of}, true
	}
	if published.IsZero() {
		return Day{}, false
	}
	for away := range 32 {
		for _, t := range []time.Time{published.AddDate(0, 0, away), published.AddDate(0, 0, -away)} {
			if d.Of != 0 && t.Day() == d.Of || d.Of == 0 && t.Weekday() == d.Weekday {
				return Day{Month: t.Month(), Of: t.Day()}, true
			}
		}
	}
	return Day{}, false
}

// name is the same for the same days.
func (d Day) name() string { return strconv.Itoa(int(d.Month)) + "-" + strconv.Itoa(d.Of) }

var monthsByName = map[string]time.Month{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10,
	"november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
	"nov": 11, "dec": 12,
}

var weekdaysByName = map[string]time.Weekday{
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
}

var chineseWeekdays = map[rune]time.Weekday{'日': 0, '天': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6}

// readDay reads the day that begins at a place of a folded text.
func readDay(text string, start int) (Day, bool) {
	c := text[start]
	switch {
	case 'a' <= c && c <= 'z':
		return readEnglishDay(text, start)
	case '0' <= c && c <= '9':
		if d, ok := readChineseDay(text, start); ok {
			return d, true
		}
		return readDayFirst(text, start)
	case c >= utf8.RuneSelf:
		if d, ok := readChineseDay(text, start); ok {
			return d, true
		}
		return readChineseWeekday(text, start)
	}
	return Day{}, false
}

// readEnglishDay reads Jan. 19, January 19th and Sunday.
func readEnglishDay(text string, start int) (Day, bool) {
	word, end := nextWord(text, start)
	if w, ok := weekdaysByName[word]; ok {
		return Day{Weekday: w, Start: start, End: end}, true
	}
	month, ok := monthsByName[word]
	if !ok {
		return Day{}, false
	}
	at := end
	if at < len(text) && text[at] == '.' {
		at++
	}
	if at >= len(text) || text[at] != ' ' {
		return Day{}, false
	}
	of, end, ok := readDayOfMonth(text, at+1)
	return Day{Month: month, Of: of, Start: start, End: end}, ok
}

// readDayFirst reads 19 January, 19th of January and 2025-01-19.
func readDayFirst(text string, start int) (Day, bool) {
	if t, err := time.Parse(time.DateOnly, text[start:min(start+10, len(text))]); err == nil {
		return Day{Month: t.Month(), Of: t.Day(), Start: start, End: start + 10}, true
	}
	of, at, ok := readDayOfMonth(text, start)
	if !ok || at >= len(text) || text[at] != ' ' {
		return Day{}, false
	}
	at++
	if strings.HasPrefix(text[at:], "of ") {
		at += 3
	}
	word, end := nextWord(text, at)
	month, ok := monthsByName[word]
	return Day{Month: month, Of: of, Start: start, End: end}, ok && letterAt(text, at)
}

// readDayOfMonth reads 19 or 19th.
func readDayOfMonth(text string, at int) (day, end int, ok bool) {
	for end = at; end < len(text) && end < at+2 && '0' <= text[end] && text[end] <= '9'; end++ {
		day = day*10 + int(text[end]-'0')
	}
	if end < len(text) && ('0' <= text[end] && text[end] <= '9' || text[end] == '%') {
		return 0, at, false
	}
	if word, after := nextWord(text, end); units[word] == "ordinal" && after == end+2 {
		end = after
	}
	return day, end, 1 <= day && day <= 31 && !letterAt(text, end)
}

// readChineseDay reads 1月19日, 一月十九号 and 19日.
func readChineseDay(text string, start int) (Day, bool) {
	n, end, kind := readNumber(text, start)
	if kind != digits && kind != numeral {
		return Day{}, false
	}
	d := Day{Start: start}
	if rest, ok := strings.CutPrefix(text[end:], "月"); ok && 1 <= n && n <= 12 {
		d.Month = time.Month(n)
		end = len(text) - len(rest)
		if n, end, kind = readNumber(text, end); kind == noNumber {
			return Day{}, false
		}
	}
	for _, suffix := range []string{"日", "号"} {
		rest, ok := strings.CutPrefix(text[end:], suffix)
		if ok && 1 <= n && n <= 31 && !strings.HasPrefix(rest, "内") && !strings.HasPrefix(rest, "元") && !strings.HasPrefix(rest, "圆") {
			d.Of, d.End = int(n), len(text)-len(rest)
			return d, d.Month != 0 || kind == digits
		}
	}
	return Day{}, false
}

// readChineseWeekday reads 周日, 星期日 and 礼拜天.
func readChineseWeekday(text string, start int) (Day, bool) {
	for _, prefix := range []string{"周", "星期", "礼拜"} {
		rest, ok := strings.CutPrefix(text[start:], prefix)
		if !ok {
			continue
		}
		r, size := utf8.DecodeRuneInString(rest)
		w, ok := chineseWeekdays[r]
		if ok && !(prefix == "周" && (r == '天')) {
			return Day{Weekday: w, Start: start, End: len(text) - len(rest) + size}, true
		}
	}
	return Day{}, false
}
