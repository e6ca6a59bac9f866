package news

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// An Amount is a number that a text gives, however it is written: 1.7亿, 170 million and 一億七千萬
// are the same.
type Amount struct {
	Value      float64
	Unit       string // a currency (usd, eur …), a length of time (hour, day …), percent, age, ordinal, or empty
	Start, End int    // bytes of the folded text
}

// trivial reports whether texts that have nothing to do with each other often share an amount.
func (a Amount) trivial() bool {
	return a.Unit == "" && a.Value <= 12 || a.Unit == calendarYear || a.Unit == "ordinal" && a.Value <= 3
}

// calendarYear is the unit of a number that names a year.
const calendarYear = "in"

// name is the same for the same amounts, to four digits.
func (a Amount) name() string { return a.Unit + " " + strconv.FormatFloat(a.Value, 'g', 4, 64) }

// Prefixes of amounts of money, the longest first where one begins another.
var symbols = []struct{ written, unit string }{
	{"us$", "usd"}, {"hk$", "hkd"}, {"nt$", "twd"}, {"a$", "aud"}, {"c$", "cad"}, {"s$", "sgd"}, {"$", "usd"}, {"€", "eur"}, {"£", "gbp"},
	{"¥", "cny"}, {"₹", "inr"}, {"₩", "krw"}, {"rmb", "cny"}, {"第", "ordinal"}, {"百分之", "percent"},
}

// What multiplies a number before it.
var powers = map[string]float64{
	"hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "mln": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9,
	"trillion": 1e12, "tn": 1e12, "dozen": 12, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "兆": 1e12,
}

// What an amount is of, by the word after it, in Latin letters.
var units = map[string]string{
	"%": "percent", "percent": "percent", "pct": "percent", "st": "ordinal", "nd": "ordinal", "rd": "ordinal", "th": "ordinal",
	"dollar": "usd", "dollars": "usd", "usd": "usd", "euro": "eur", "euros": "eur", "eur": "eur", "pound": "gbp", "pounds": "gbp",
	"yuan": "cny", "rmb": "cny", "yen": "jpy", "won": "krw", "rupees": "inr",
	"hour": "hour", "hours": "hour", "hr": "hour", "hrs": "hour", "day": "day", "days": "day", "week": "week", "weeks": "week",
	"month": "month", "months": "month", "year": "year", "years": "year", "yr": "year", "minute": "minute", "minutes": "minute",
	"year-old": "age", "years old": "age", "per cent": "percent",
}

// The same in Chinese, the longest first where one begins another.
var chineseUnits = []struct{ written, unit string }{
	{"美元", "usd"}, {"美金", "usd"}, {"欧元", "eur"}, {"英镑", "gbp"}, {"元人民币", "cny"}, {"人民币", "cny"}, {"港元", "hkd"}, {"港币", "hkd"},
	{"新台币", "twd"}, {"台币", "twd"}, {"日元", "jpy"}, {"日圆", "jpy"}, {"韩元", "krw"}, {"卢比", "inr"}, {"加元", "cad"}, {"澳元", "aud"},
	{"元", "cny"}, {"块钱", "cny"}, {"%", "percent"}, {"小时", "hour"}, {"钟头", "hour"}, {"分钟", "minute"}, {"个星期", "week"}, {"星期", "week"},
	{"个月", "month"}, {"周年", "anniversary"}, {"周岁", "age"}, {"周", "week"}, {"天", "day"}, {"日内", "day"}, {"年", "year"}, {"岁", "age"},
	{"个", ""}, {"名", ""}, {"人", ""}, {"位", ""}, {"家", ""}, {"件", ""}, {"款", ""}, {"起", ""}, {"次", ""}, {"吨", ""}, {"公里", ""}, {"票", ""},
}

var numberWords = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
	"twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "half": .5,
}

// readAmount reads the amount that begins at a place of a folded text.
func readAmount(text string, start int) (Amount, bool) {
	unit, at := "", start
	for _, s := range symbols {
		if strings.HasPrefix(text[start:], s.written) {
			unit, at = s.unit, start+len(s.written)
			break
		}
	}
	value, numberEnd, kind := readNumber(text, at)
	if kind == noNumber {
		return Amount{}, false
	}
	value, end, multiplied := multiply(value, text, numberEnd, kind)
	after, unitEnd, known := readUnit(text, end)
	isYear := kind == digits && numberEnd-at == 4 && value == math.Trunc(value) || kind == numeral && after == "year"
	isYear = isYear && 1900 <= value && value < 2100
	switch {
	case isYear && unit == "" && (after == "" || after == "year"):
		unit, end = calendarYear, unitEnd
	case known && (unit == "" || unit == after):
		unit, end = after, unitEnd
	case unit != "" || multiplied:
	case kind == numeral && value >= 1000:
	case kind != digits || letterAt(text, end): // 一致, one, 5g
		return Amount{}, false
	}
	return Amount{value, unit, start, end}, true
}

// letterAt reports whether a Latin letter stands at a place of a text.
func letterAt(text string, at int) bool { return at < len(text) && 'a' <= text[at] && text[at] <= 'z' }

// A numberKind is how a number is written.
type numberKind int

const (
	noNumber numberKind = iota
	digits
	numeral   // 一百二十
	inLetters // twelve
)

func readNumber(text string, at int) (value float64, end int, kind numberKind) {
	if at >= len(text) {
		return 0, at, noNumber
	}
	switch c := text[at]; {
	case '0' <= c && c <= '9':
		value, end = readDigits(text, at)
		return value, end, digits
	case 'a' <= c && c <= 'z':
		end = at
		for letterAt(text, end) {
			end++
		}
		if v, ok := numberWords[text[at:end]]; ok {
			return v, end, inLetters
		}
	case c >= utf8.RuneSelf:
		if v, end, ok := readNumeral(text, at); ok {
			return v, end, numeral
		}
	}
	return 0, at, noNumber
}

// readDigits reads 12, 1,234 or 3.45.
func readDigits(text string, at int) (float64, int) {
	var plain []byte
	end := at
	for end < len(text) {
		c := text[end]
		more := end+1 < len(text) && '0' <= text[end+1] && text[end+1] <= '9'
		switch {
		case '0' <= c && c <= '9', c == '.' && more:
			plain = append(plain, c)
		case c == ',' && more && groupOfThree(text[end+1:]):
		default:
			return parseFloat(plain), end
		}
		end++
	}
	return parseFloat(plain), end
}

func groupOfThree(s string) bool {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n == 3
}

// parseFloat reads digits; of 1.2.3, a version, it takes the beginning.
func parseFloat(plain []byte) float64 {
	s := string(plain)
	if i := strings.IndexByte(s, '.'); i >= 0 {
		if j := strings.IndexByte(s[i+1:], '.'); j >= 0 {
			s = s[:i+1+j]
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.Inf(1) // more digits than a number has
	}
	return v
}

var chineseDigits = map[rune]float64{
	'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
}

var chinesePowers = map[rune]float64{'十': 10, '百': 100, '千': 1000, '万': 1e4, '亿': 1e8}

// readNumeral reads a number in Chinese characters, such as 一亿七千万 or 二〇二五.
func readNumeral(text string, at int) (value float64, end int, ok bool) {
	total, section, digit := 0.0, 0.0, 0.0 // whole ten thousands, what is below them, what awaits a power
	for end = at; end < len(text); ok = true {
		r, size := utf8.DecodeRuneInString(text[end:])
		d, isDigit := chineseDigits[r]
		p, isPower := chinesePowers[r]
		switch {
		case isDigit && total+section == 0 && digit < 1e6:
			digit = digit*10 + d
		case isDigit:
			digit = d
		case !isPower || total+section+digit == 0 && p != 10: // 百度, 万一
			return total + section + digit, end, ok
		case p == 1e8:
			total, section, digit = (total+section+digit)*p, 0, 0
		case p == 1e4:
			total, section, digit = total+(section+digit)*p, 0, 0
		default:
			section, digit = section+max(digit, 1)*p, 0
		}
		end += size
	}
	return total + section + digit, end, ok
}

// multiply takes the words for powers of ten that follow a number into it.
func multiply(value float64, text string, at int, kind numberKind) (product float64, end int, multiplied bool) {
	for {
		word, end := nextWord(text, at)
		p, ok := powers[word]
		if !ok || len(word) == 1 && (kind != digits || end != at+1) { // "5 m" is a length
			return value, at, multiplied
		}
		value, at, multiplied = value*p, end, true
	}
}

// nextWord is the Latin word after a place, or the Chinese character; it may stand behind a
// space or a hyphen.
func nextWord(text string, at int) (word string, end int) {
	if at+1 < len(text) && (text[at] == ' ' || text[at] == '-') {
		at++
	}
	if !letterAt(text, at) {
		_, size := utf8.DecodeRuneInString(text[at:])
		return text[at : at+size], at + size
	}
	end = at
	for letterAt(text, end) {
		end++
	}
	return text[at:end], end
}

// readUnit reads what the number before a place is of.
func readUnit(text string, at int) (unit string, end int, known bool) {
	word, end := nextWord(text, at)
	if word == "more" || word == "additional" || word == "extra" || word == "straight" {
		word, end = nextWord(text, end)
	}
	if word == "year" || word == "years" || word == "per" {
		for _, longer := range []string{"year-old", "years old", "per cent"} {
			if from := end - len(word); strings.HasPrefix(text[from:], longer) {
				return units[longer], from + len(longer), true
			}
		}
	}
	if unit, known = units[word]; known && (unit != "ordinal" || end == at+2) {
		return unit, end, true
	}
	for _, u := range chineseUnits {
		if strings.HasPrefix(text[at:], u.written) {
			return u.unit, at + len(u.written), true
		}
	}
	return "", at, false
}
