package schedule

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// days is a set of weekdays, a bit each as time.Weekday numbers them.
type days uint64

const (
	everyDay days = 0b1111111
	weekend  days = 1<<time.Saturday | 1<<time.Sunday
	weekdays days = everyDay &^ weekend
)

// week is the weekdays in the order in which people count them.
var week = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// list is the days of the set, from Monday.
func (d days) list() []time.Weekday {
	return slices.DeleteFunc(slices.Clone(week), func(day time.Weekday) bool { return d>>day&1 == 0 })
}

// through is the days from one to another, over the weekend if need be.
func through(from, to days) days {
	set := from
	for day := from; day != to; set |= day {
		day = day << 1 & everyDay
		if day == 0 {
			day = 1 << time.Sunday
		}
	}
	return set
}

// dayWords is what days are called; of two that fit, the longer is meant.
var dayWords = func() map[string]days {
	words := map[string]days{
		"day": everyDay, "everyday": everyDay, "daily": everyDay, "天": everyDay, "日": everyDay,
		"weekday": weekdays, "weekdays": weekdays, "workday": weekdays, "workdays": weekdays,
		"工作日": weekdays, "平日": weekdays,
		"weekend": weekend, "weekends": weekend, "周末": weekend, "週末": weekend, "双休日": weekend, "雙休日": weekend, "假日": weekend,
		"tues": 1 << time.Tuesday, "thur": 1 << time.Thursday, "thurs": 1 << time.Thursday,
	}
	numerals := []string{"日天", "一", "二", "三", "四", "五", "六"}
	for day, numerals := range numerals {
		set := days(1) << day
		name := strings.ToLower(time.Weekday(day).String())
		words[name], words[name+"s"], words[name[:3]] = set, set, set
		for _, n := range numerals {
			for _, prefix := range []string{"周", "週", "星期", "礼拜", "禮拜"} {
				words[prefix+string(n)] = set
			}
		}
	}
	return words
}()

var (
	joiners = []string{"and", "every", "at", "on", "和", "与", "與", "及", "每", "的", "、", ",", "&", "+"}
	spans   = []string{"through", "to", "-", "–", "—", "~", "至", "到"}
	timeOf  = regexp.MustCompile(`^(\d{1,2})[点點时時](?:(\d{1,2})分?|(半)|整)?|^(\d{1,2})(?::(\d{2}))? ?(am|pm)?\b`)
)

// reader takes a schedule in words apart from the left.
type reader struct{ rest string }

// parsePlain reads days, or none for every day, and then times.
func parsePlain(text string) (Spec, error) {
	r := &reader{strings.ToLower(width.Fold.String(text))}
	set, err := r.days()
	if err != nil {
		return Spec{}, err
	}
	times, err := r.times()
	if err != nil {
		return Spec{}, err
	}
	return newPlain(set, times)
}

func (r *reader) days() (days, error) {
	var set, last days
	for {
		r.skip(joiners)
		span := last != 0 && r.skip(spans)
		word := r.dayWord()
		switch {
		case word == 0 && span:
			return 0, fmt.Errorf("%w: no day after the dash", ErrSyntax)
		case word == 0 && set == 0:
			return everyDay, nil
		case word == 0:
			return set, nil
		case span:
			if len(last.list()) != 1 || len(word.list()) != 1 {
				return 0, fmt.Errorf("%w: a span of days goes from one day to another", ErrSyntax)
			}
			set |= through(last, word)
		default:
			set |= word
		}
		last = word
	}
}

func (r *reader) times() ([]string, error) {
	var times []string
	for r.skip(joiners); r.rest != ""; r.skip(joiners) {
		found := timeOf.FindStringSubmatch(r.rest)
		if found == nil {
			return nil, fmt.Errorf("%w: no time of day in %q", ErrSyntax, r.rest)
		}
		at, err := timeOfDay(found)
		if err != nil {
			return nil, err
		}
		times = append(times, at)
		r.rest = r.rest[len(found[0]):]
	}
	if len(times) == 0 {
		return nil, fmt.Errorf("%w: no time of day", ErrSyntax)
	}
	slices.Sort(times)
	return slices.Compact(times), nil
}

// timeOfDay reads what timeOf found.
func timeOfDay(found []string) (string, error) {
	hour, _ := strconv.Atoi(found[1] + found[4])
	minute, _ := strconv.Atoi(found[2] + found[5])
	if found[3] != "" { // half past
		minute = 30
	}
	half := found[6]
	bare := found[4] != "" && found[5] == "" && half == "" // "9" may be anything
	if hour > 23 || minute > 59 || bare || half != "" && (hour < 1 || hour > 12) {
		return "", fmt.Errorf("%w: no time of day is %q", ErrSyntax, found[0])
	}
	if half != "" {
		hour %= 12
	}
	if half == "pm" {
		hour += 12
	}
	return fmt.Sprintf("%02d:%02d", hour, minute), nil
}

// skip drops spaces and any of words from the front, and reports whether it
// dropped a word.
func (r *reader) skip(words []string) bool {
	skipped := false
	for {
		r.rest = strings.TrimSpace(r.rest)
		i := slices.IndexFunc(words, r.starts)
		if i < 0 {
			return skipped
		}
		r.rest, skipped = r.rest[len(words[i]):], true
	}
}

// dayWord takes the longest day word at the front; zero if there is none.
func (r *reader) dayWord() days {
	best := ""
	for word := range dayWords {
		if len(word) > len(best) && r.starts(word) {
			best = word
		}
	}
	r.rest = r.rest[len(best):]
	return dayWords[best]
}

// starts reports whether the rest starts with a whole word; Chinese needs no
// border after it.
func (r *reader) starts(word string) bool {
	after, ok := strings.CutPrefix(r.rest, word)
	last, _ := utf8.DecodeLastRuneInString(word)
	next, _ := utf8.DecodeRuneInString(after)
	return ok && (last >= utf8.RuneSelf || !unicode.IsLetter(last) || !('a' <= next && next <= 'z'))
}

// newPlain is the Spec for times on days; times are ascending.
func newPlain(set days, times []string) (Spec, error) {
	numbers := make([]string, 0, len(week))
	for _, day := range set.list() {
		numbers = append(numbers, strconv.Itoa(int(day)))
	}
	s := Spec{days: set.list(), times: times, text: set.String() + " " + and(times)}
	for _, t := range times {
		line, err := cronLine(fmt.Sprintf("%s %s * * %s", t[3:], t[:2], strings.Join(numbers, ",")))
		if err != nil {
			return Spec{}, err // unreachable
		}
		s.lines = append(s.lines, line)
	}
	return s, nil
}

// String is the canonical English of the set.
func (d days) String() string {
	switch d {
	case everyDay:
		return "every day"
	case weekdays:
		return "weekdays"
	case weekend:
		return "weekends"
	}
	var names []string
	for _, day := range d.list() {
		names = append(names, day.String()[:3])
	}
	return and(names)
}

// and joins words as English does.
func and(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
