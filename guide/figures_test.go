package guide

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A figure is what two texts about the same thing must not tell differently: "year 2025", "month 12", "day 12-04", "percent 54",
// "length 180" in seconds, or "amount 700000". Amounts below ten are left out, since one language writes them as words.
type figure string

// A pattern finds figures in a language; make gets the parts of a match.
type pattern struct {
	match *regexp.Regexp
	make  func(parts []string) []figure
}

const months = "January|February|March|April|May|June|July|August|September|October|November|December"

// englishPatterns and chinesePatterns are tried in order; what one has found the next does not see.
var (
	englishPatterns = []pattern{
		{regexp.MustCompile(`(\d{1,2})(?: (?:or|to|and) (\d{1,2}))? (` + months + `)(?: (\d{4}))?`), func(p []string) []figure {
			return slices.Concat(days(monthNumber(p[3]), p[1], p[2]), year(p[4]))
		}},
		{regexp.MustCompile(`(?:(` + months + `) (?:and|or|to) )?(` + months + `) (\d{4})`), func(p []string) []figure {
			return slices.Concat(month(monthNumber(p[1])), month(monthNumber(p[2])), year(p[3]))
		}},
		{regexp.MustCompile(`\b(January|February|March|April|June|July|August|September|October|November|December)\b`), func(p []string) []figure {
			return month(monthNumber(p[1]))
		}},
		{regexp.MustCompile(`(\d[\d,.]*) ?(?:percent|%)`), percent},
		{regexp.MustCompile(`(\d[\d,.]*)(?: (?:to|or|and) (\d[\d,.]*))?[ -](minutes?|seconds?)\b`), func(p []string) []figure {
			return lengths(strings.HasPrefix(p[3], "minute"), p[1], p[2])
		}},
		{regexp.MustCompile(`(\d[\d,.]*)(?: (?:to|or|and) (\d[\d,.]*))? (thousand|million|billion)`), func(p []string) []figure {
			return amounts(map[string]float64{"thousand": 1e3, "million": 1e6, "billion": 1e9}[p[3]], p[1], p[2])
		}},
		{regexp.MustCompile(`under-?(\d\d)s?`), func(p []string) []figure { return amounts(1, p[1]) }},
	}
	chinesePatterns = []pattern{
		{regexp.MustCompile(`(?:(\d{4}) ?年 ?)?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号號]?(?:[或至到、] ?(\d{1,2}) ?[日号號])?`), chineseDay},
		{regexp.MustCompile(`(?:(\d{4}) ?年 ?)?(?:(\d{1,2})[、和或至到] ?)?(\d{1,2}) ?月`), func(p []string) []figure {
			return slices.Concat(year(p[1]), month(p[2]), month(p[3]))
		}},
		{regexp.MustCompile(`(?:^|\D)\d{1,2} ?[日号號]`), func([]string) []figure { return nil }}, // of the month before
		{regexp.MustCompile(`(\d[\d.]*) ?[%％]`), percent},
		{regexp.MustCompile(`(\d)成`), func(p []string) []figure { return percent([]string{"", p[1] + "0"}) }},
		{regexp.MustCompile(`(\d[\d,.]*)(?: ?[到至或] ?(\d[\d,.]*))? ?(分钟|分鐘|秒)`), func(p []string) []figure {
			return lengths(p[3] != "秒", p[1], p[2])
		}},
		{regexp.MustCompile(`(\d[\d,.]*) ?[亿億] ?(\d[\d,.]*) ?[万萬]`), func(p []string) []figure {
			return amounts(1, fmt.Sprint(number(p[1])*1e8+number(p[2])*1e4))
		}},
		{regexp.MustCompile(`(\d[\d,.]*) ?([万萬亿億])`), func(p []string) []figure {
			return amounts(map[string]float64{"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8}[p[2]], p[1])
		}},
	}
	commonPatterns = []pattern{
		{regexp.MustCompile(`\b((?:19|20)\d\d)\b`), func(p []string) []figure { return year(p[1]) }},
		{regexp.MustCompile(`\w*[A-Za-z+]\w*`), func([]string) []figure { return nil }}, // names such as Lemon8 and +86
		{regexp.MustCompile(`(\d[\d,]*(?:\.\d+)?)`), func(p []string) []figure { return amounts(1, p[1]) }},
	}
)

var (
	linkTarget = regexp.MustCompile(`\]\([^)]*\)`)
	itemNumber = regexp.MustCompile(`(?m)^\d+\. `)
)

// figures are all figures in a text of the small Markdown.
func figures(lang, text string) []figure {
	text = itemNumber.ReplaceAllString(linkTarget.ReplaceAllString(text, "]"), "")
	text = strings.ReplaceAll(text, "**", "")
	patterns := slices.Concat(chinesePatterns, commonPatterns)
	if lang == English {
		text = englishDigits(text)
		patterns = slices.Concat(englishPatterns, commonPatterns)
	} else {
		text = chineseDigits(text)
	}
	found := map[figure]bool{}
	for _, p := range patterns {
		text = p.match.ReplaceAllStringFunc(text, func(s string) string {
			for _, f := range p.make(p.match.FindStringSubmatch(s)) {
				found[f] = true
			}
			return "~"
		})
	}
	return slices.Sorted(maps.Keys(found))
}

func monthNumber(name string) string {
	if i := slices.Index(strings.Split(months, "|"), name); i >= 0 {
		return strconv.Itoa(i + 1)
	}
	return ""
}

func year(text string) []figure {
	if text == "" {
		return nil
	}
	return []figure{figure("year " + text)}
}

func month(number string) []figure {
	if number == "" {
		return nil
	}
	return []figure{figure("month " + number)}
}

func days(month string, days ...string) []figure {
	var all []figure
	for _, day := range days {
		if day != "" {
			all = append(all, figure(fmt.Sprintf("day %02.0f-%02.0f", number(month), number(day))))
		}
	}
	return all
}

func chineseDay(p []string) []figure {
	if !strings.ContainsAny(p[0], "日号號") { // 8 月 15 个人
		return slices.Concat(year(p[1]), month(p[2]), amounts(1, p[3]))
	}
	return slices.Concat(year(p[1]), days(p[2], p[3], p[4]))
}

func percent(p []string) []figure {
	return []figure{figure("percent " + strings.TrimRight(p[1], ".,"))}
}

func lengths(minutes bool, texts ...string) []figure {
	var all []figure
	for _, text := range texts {
		if n := number(text); n > 0 {
			if minutes {
				n *= 60
			}
			all = append(all, figure(fmt.Sprint("length ", n)))
		}
	}
	return all
}

func amounts(times float64, texts ...string) []figure {
	var all []figure
	for _, text := range texts {
		if n := math.Round(number(text)*times*100) / 100; n >= 10 {
			all = append(all, figure("amount "+strconv.FormatFloat(n, 'f', -1, 64)))
		}
	}
	return all
}

func number(text string) float64 {
	n, _ := strconv.ParseFloat(strings.TrimRight(strings.ReplaceAll(text, ",", ""), "."), 64) // 0 if it is none
	return n
}

var smallWords = regexp.MustCompile(`(?i)\b(two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|sixty)( or (?:one|two|three|four|five))?([ -](?:thousand|million|billion|minutes?|seconds?))`)

// englishDigits writes number words before a unit as digits, but for a minute and a second.
func englishDigits(text string) string {
	values := map[string]string{
		"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
		"ten": "10", "fifteen": "15", "twenty": "20", "thirty": "30", "sixty": "60",
	}
	return smallWords.ReplaceAllStringFunc(text, func(s string) string {
		p := smallWords.FindStringSubmatch(s)
		if p[2] != "" { // two or three minutes: nobody counts them
			return p[3]
		}
		return values[strings.ToLower(p[1])] + p[3]
	})
}

var (
	manyForm = regexp.MustCompile(`[一二两兩三四五六七八九][一二两兩三四五六七八九十百千万萬亿億]*[来來多]?[万萬亿億]?`)
	unitForm = regexp.MustCompile(`([一二两兩三四五六七八九十]+)( ?(?:分钟|分鐘|秒|成))`)
)

// chineseDigits writes Chinese numbers before a unit, and those of a thousand or more, as digits.
func chineseDigits(text string) string {
	text = unitForm.ReplaceAllStringFunc(text, func(s string) string {
		p := unitForm.FindStringSubmatch(s)
		if n := chineseNumber(p[1]); n > 1 {
			return fmt.Sprint(n) + p[2]
		}
		return s // a minute, two or three minutes: nobody counts them
	})
	return manyForm.ReplaceAllStringFunc(text, func(s string) string {
		if n := chineseNumber(s); n >= 1000 {
			return fmt.Sprintf("0%d", n) // no year
		}
		return s
	})
}

// chineseNumber is what a number of characters says: 三十来万 is 300000.
func chineseNumber(text string) int {
	total, section, digit := 0, 0, 0
	for _, r := range text {
		switch i := strings.IndexRune("一二三四五六七八九", r); {
		case digit > 0 && (i >= 0 || strings.ContainsRune("两兩", r)):
			return 0 // 两三, two or three
		case i >= 0:
			digit = i/3 + 1
		case strings.ContainsRune("两兩", r):
			digit = 2
		case r == '十':
			section += max(digit, 1) * 10
			digit = 0
		case r == '百':
			section += digit * 100
			digit = 0
		case r == '千':
			section += digit * 1000
			digit = 0
		case strings.ContainsRune("万萬", r):
			total += (section + digit) * 10_000
			section, digit = 0, 0
		case strings.ContainsRune("亿億", r):
			total = (total + section + digit) * 100_000_000
			section, digit = 0, 0
		}
	}
	return total + section + digit
}
