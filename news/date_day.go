package news

import (
	"regexp"
	"strings"
	"time"
	"unicode"
)

var numericDays = []struct {
	form *regexp.Regexp
	day  func(m []int) day
}{
	{regexp.MustCompile(`^(\d{4}) ?[-/.年년] ?(\d{1,2}) ?[-/.月월] ?(\d{1,2}) ?[日号號일]?\.?$`), func(m []int) day { return day{m[0], m[1], m[2]} }},
	{regexp.MustCompile(`^(\d{4})(\d\d)(\d\d)$`), func(m []int) day { return day{m[0], m[1], m[2]} }},
	{regexp.MustCompile(`^(\d{4})-?w(\d\d)$`), func(m []int) day { return week(m[0], m[1], 1) }},
	{regexp.MustCompile(`^(\d{4})-?w(\d\d)-?([1-7])$`), func(m []int) day { return week(m[0], m[1], m[2]) }},
	{regexp.MustCompile(`^(\d{4})-?(\d{3})$`), func(m []int) day { return ordinal(m[0], m[1]) }},
	{regexp.MustCompile(`^(\d{4}) ?[-/年년] ?(\d{1,2}) ?[月월]?$`), func(m []int) day { return day{m[0], m[1], 1} }},
	{regexp.MustCompile(`^-(\d\d)-?(\d\d)$`), func(m []int) day { return day{century(m[0]), m[1], 1} }},
	{regexp.MustCompile(`^(\d{4}) ?[年년]?$`), func(m []int) day { return day{m[0], 1, 1} }},
	{regexp.MustCompile(`^(\d\d)-?(\d{3})$`), func(m []int) day { return ordinal(century(m[0]), m[1]) }},
	{regexp.MustCompile(`^(\d\d)-?(\d\d)-?(\d\d)$`), func(m []int) day { return day{century(m[0]), m[1], m[2]} }},
	{regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4})$`), monthOrDayFirst},
	{regexp.MustCompile(`^(\d{1,2})[.-] ?(\d{1,2})[.-] ?(\d{4})$`), dayOrMonthFirst},
	{regexp.MustCompile(`^(\d{1,2})[/.](\d{1,2})[/.](\d\d)$`), func(m []int) day { return monthOrDayFirst([]int{m[0], m[1], century(m[2])}) }},
}

// monthOrDayFirst reads 11/21/2026 as Americans write it, unless that has no such month.
func monthOrDayFirst(m []int) day {
	if m[0] > 12 {
		return day{m[2], m[1], m[0]}
	}
	return day{m[2], m[0], m[1]}
}

// dayOrMonthFirst reads 21.11.2026 as Europeans write it, unless there is no such month.
func dayOrMonthFirst(m []int) day {
	if m[1] > 12 {
		return day{m[2], m[0], m[1]}
	}
	return day{m[2], m[1], m[0]}
}

// week is a day of a week as ISO 8601 counts them: the first has the year's first Thursday.
func week(year, number, weekday int) day {
	if number < 1 || number > 53 {
		return day{}
	}
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // is always in it
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
	return civil(monday.AddDate(0, 0, 7*(number-1)+weekday-1))
}

// ordinal is a day of a year.
func ordinal(year, number int) day {
	if d := civil(time.Date(year, 1, number, 0, 0, 0, 0, time.UTC)); d.year == year {
		return d
	}
	return day{}
}

func civil(t time.Time) day { return day{t.Year(), int(t.Month()), t.Day()} }

// century completes a year of two digits.
func century(year int) int {
	if year < 70 {
		return 2000 + year
	}
	return 1900 + year
}

var (
	weekdayWords = regexp.MustCompile(`[（(]?(?:星期|周|週|礼拜|禮拜)[一二三四五六日天][)）]?|[（(][月火水木金土日월화수목금토일][)）]|[월화수목금토일]요일|` +
		`\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]*`)
)

// numericDate reads dates written in digits, in lower case.
func numericDate(s string) (day, bool) {
	s = strings.TrimLeft(weekdayWords.ReplaceAllString(s, ""), " ,t_.")
	s = strings.TrimRight(s, " ,t_-.")
	for _, n := range numericDays {
		m := n.form.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		numbers := make([]int, 0, 3)
		for _, part := range m[1:] {
			numbers = append(numbers, number(part))
		}
		return n.day(numbers), true
	}
	return day{}, false
}

// wordDate reads dates in which the month is a word, in lower case, in any order. Other
// words, such as weekdayWords, do not matter.
func wordDate(s string) (day, bool) {
	var d day
	var numbers []string
	for _, word := range strings.FieldsFunc(splitDigits(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) {
		switch m := monthOf(word); {
		case m > 0:
			d.month = m // of two the last: "mar. 24 nov." is a Tuesday
		case word[0] >= '0' && word[0] <= '9':
			numbers = append(numbers, word)
		}
	}
	if d.month == 0 || len(numbers) != 2 {
		return day{}, false
	}
	first, second := numbers[0], numbers[1]
	if len(first) == 4 {
		first, second = second, first
	}
	d.day, d.year = number(first), number(second)
	switch len(second) {
	case 4:
	case 2:
		d.year = century(d.year)
	default:
		return day{}, false
	}
	return d, len(first) <= 2
}

// splitDigits sets spaces between digits and letters: "21st", "nov21".
func splitDigits(s string) string {
	var b strings.Builder
	last := ' '
	for _, r := range s {
		if unicode.IsLetter(r) && unicode.IsDigit(last) || unicode.IsDigit(r) && unicode.IsLetter(last) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// monthOf is the number of a month by its name, or a beginning of it of three letters or more;
// 0 for another word.
func monthOf(word string) int {
	if runes(word) < 3 {
		return 0
	}
	for _, names := range monthNames {
		for i, name := range names {
			if strings.HasPrefix(name, word) {
				return i + 1
			}
		}
	}
	return 0
}

// monthNames are their names in English, German, French, Spanish, Portuguese, Italian, Dutch,
// Swedish, Polish (also in the genitive), Hungarian, Russian (genitive), Greek (abbreviated in
// both ways of writing them), Turkish, Indonesian and Czech, and other abbreviations.
var monthNames = [][12]string{
	{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"},
	{"januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"},
	{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
	{"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"},
	{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
	{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
	{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"},
	{"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia"},
	{"január", "február", "március", "április", "május", "június", "július", "augusztus", "szeptember", "október", "november", "december"},
	{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"},
	{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"},
	{"ιανουαρίου", "φεβρουαρίου", "μαρτίου", "απριλίου", "μαΐου", "ιουνίου", "ιουλίου", "αυγούστου", "σεπτεμβρίου", "οκτωβρίου", "νοεμβρίου", "δεκεμβρίου"},
	{"ιαν", "φεβ", "μάρ", "απρ", "μάι", "ιούν", "ιούλ", "αύγ", "σεπ", "οκτ", "νοέ", "δεκ"},
	{"ιαν", "φεβ", "μάώ", "απρ", "μαϊ", "ιον", "ιολ", "αυγ", "σεπτ", "οκτ", "νοε", "δεκ"},
	{"ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim", "kasım", "aralık"},
	{"januari", "pebruari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "nopember", "desember"},
	{"ledna", "února", "března", "dubna", "května", "června", "července", "srpna", "září", "října", "listopadu", "prosince"},
	{"janv", "fevrier", "mrz", "avr", "may", "juin", "juil", "aout", "sept", "okt", "nov", "decembre"},
}
