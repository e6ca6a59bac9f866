package community

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// An AboutProblem is why a text about oneself is not taken, as a word that locales
// explain ("partner.problem.age").
type AboutProblem string

// What a text about oneself must not hold. Places cannot all be told from other words.
const (
	AboutTooLong AboutProblem = "too_long"
	AboutLink    AboutProblem = "link"    // or an invitation
	AboutContact AboutProblem = "contact" // a name elsewhere, a number, an address
	AboutAge     AboutProblem = "age"
	AboutGender  AboutProblem = "gender" // or what one is after besides practising
)

// Error implements error.
func (p AboutProblem) Error() string {
	return "not for a profile: " + strings.ReplaceAll(string(p), "_", " ")
}

// CheckAbout says what a text about oneself must not hold, as an [AboutProblem]. It reads
// full-width letters, hidden characters and Chinese numbers as people do; who wants to get
// round it will, which is what reports are for.
func CheckAbout(text string) error {
	if utf8.RuneCountInString(text) > MaxAbout {
		return AboutTooLong
	}
	text = asRead(text)
	for _, rule := range aboutRules {
		if rule.pattern.MatchString(text) {
			return rule.problem
		}
	}
	for _, number := range longNumber.FindAllString(text, -1) {
		if strings.IndexFunc(number, unicode.IsDigit) >= 0 && len(digits.FindAllString(number, -1)) >= 7 {
			return AboutContact
		}
	}
	if tellsAge(text) {
		return AboutAge
	}
	return nil
}

// asRead is a text in small plain letters, without what is not seen and with Chinese
// digits as figures.
func asRead(text string) string {
	text = norm.NFKC.String(text)
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r):
			return -1
		case r == '’':
			return '\''
		case unicode.IsSpace(r):
			return ' '
		}
		return unicode.ToLower(r)
	}, text)
}

// aboutRules are tried in order on a text as it is read.
var aboutRules = []struct {
	problem AboutProblem
	pattern *regexp.Regexp
}{
	{AboutLink, regexp.MustCompile(`https?:|www\.|discord\.?gg|\b[a-z0-9-]{2,}\.[a-z]{2,}\b|[\p{Han}a-z0-9] ?(\(dot\)|\[dot\]| dot |点com|點com)`)},
	{AboutContact, regexp.MustCompile(`@|#\d{4}\b|\b[a-z0-9]+_[a-z0-9_]+|\b[a-z0-9_]+_[a-z0-9]*`)},
	{AboutContact, regexp.MustCompile(`(` + elsewhere + `) ?(id|号|號|帳號|账号|account|name|user)? ?(is|是|[:：=]|->)`)},
	{AboutContact, regexp.MustCompile(`\b(add|dm|text|call|message|find|follow) me\b|(加|私|聯絡|联系)我|加(我)?(微信|vx|qq|line|ig)`)},
	{AboutContact, regexp.MustCompile(`[零〇一二三四五六七八九]{7,}`)},
	{AboutAge, regexp.MustCompile(`\b\d{1,2} ?-?(yo|y/o|y\.o|yrs?|years?)\b[ -]*(old)?|\b(age|aged|turning|over|under) ?:?=? ?\d{1,2}\b|\b\d{2} ?\+`)},
	{AboutAge, regexp.MustCompile(`(^|[^a-z'])[mf] ?/? ?\d{2}\b|\b\d{2} ?/? ?[mf]\b|\b(born|b\.) ?(in)? ?(19|20)\d\d\b|\b(19[4-9]|20[01])\d ?年?(出生|生)`)},
	{AboutAge, regexp.MustCompile(`[\d一二三四五六七八九十廿卅] ?(周|週)?(岁|歲)|\b[0-9]0 ?(后|後)|\b(teen|teens|teenager|minor|minors|underage|adult|adults)\b`)},
	{AboutAge, regexp.MustCompile(`未成年|成年人|成年|高中生|初中生|國中生|国中生|小學生|小学生|中学生|中學生|属(鼠|牛|虎|兔|龙|蛇|马|羊|猴|鸡|狗|猪)|屬(鼠|牛|虎|兔|龍|蛇|馬|羊|猴|雞|狗|豬)`)},
	{AboutGender, regexp.MustCompile(`\b[mf]4[mfa]\b|\bi'?m an? ([a-z]+ )?(` + people + `)\b|\b(` + people + `)s? only\b|\bonly (` + people + `)s?\b`)},
	{AboutGender, regexp.MustCompile(`\b(single|dating|girlfriend|boyfriend|gf|bf|hookups?|nsfw)\b|女生|男生|妹子|小姐姐|小哥哥|帅哥|帥哥|美女|女孩|男孩|对象|對象|脱单|脫單|cpdd|女友|男友`)},
}

// elsewhere are where else people are, and people what they call themselves.
const (
	elsewhere = `wechat|weixin|微信|\bvx\b|\bwx\b|qq|\bline\b|instagram|\binsta\b|\big\b|snapchat|\bsnap\b|telegram|\btg\b|whatsapp|kakao|` +
		`douyin|抖音|tiktok|小红书|小紅書|rednote|\bxhs\b|discord|email|e-mail|邮箱|信箱|电话|電話|手机|手機|phone|number`
	people = `girl|boy|guy|man|men|woman|women|male|female|lady|ladies|dude`
)

var (
	longNumber = regexp.MustCompile(`[+\d][\d ().+-]{5,}\d`)
	digits     = regexp.MustCompile(`\d`)
	iAm        = regexp.MustCompile(`(?:\bi'?m|\bi am|我|今年) ?(\d{1,2}|` + spelled + `)\b ?([a-z%/]*)`)
)

const spelled = `ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty`

// tellsAge reports whether a text says "I'm 19": but not "I'm 3 weeks in".
func tellsAge(text string) bool {
	for _, m := range iAm.FindAllStringSubmatch(text, -1) {
		n, err := strconv.Atoi(m[1])
		if err == nil && n < 8 {
			continue
		}
		switch m[2] {
		case "weeks", "months", "days", "hours", "minutes", "lessons", "episodes", "books", "chapters", "pages", "percent", "%":
		default:
			return true
		}
	}
	return false
}
