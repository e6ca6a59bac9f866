package news

import (
	"strings"
	"unicode/utf8"
)

// headline is a folded title without what says nothing of the story: the publisher's name, the section it
// stands in, and labels such as "live:" and 【快讯】. A title that is nothing else stays. It also reports
// whether a label says that it is about many stories.
func headline(title, publisher string) (bare string, roundup bool) {
	cut := func(rest, label string) string {
		roundup = roundup || roundups[label]
		return rest
	}
	for {
		rest, label, ok := cutPublisher(title, publisher)
		if !ok {
			rest, label, ok = cutLabel(title)
		}
		if !ok {
			return title, roundup
		}
		title = cut(rest, label)
	}
}

// cutPublisher drops what stands behind the last dash or bar of a title, or before it, if that is a publisher or a
// section.
func cutPublisher(title, publisher string) (rest, label string, ok bool) {
	at, size := -1, 0
	for _, dash := range []string{" - ", "|", "_", " -- "} {
		if i := strings.LastIndex(title, dash); i > at {
			at, size = i, len(dash)
		}
	}
	if at < 0 {
		return "", "", false
	}
	before, after := strings.TrimSpace(title[:at]), strings.TrimSpace(title[at+size:])
	switch {
	case before == "" || after == "":
		return "", "", false
	case isOutlet(after, publisher) || isSection(after):
		return before, after, true
	case isOutlet(before, publisher) || isSection(before):
		return after, before, true
	}
	return "", "", false
}

// isOutlet reports whether a part of a title is the name of its publisher, or of a well-known one.
func isOutlet(part, publisher string) bool {
	part = strings.TrimPrefix(part, "the ")
	for _, end := range []string{".com", ".org", ".net", ".co.uk", ".cn", ".tw", ".hk"} {
		if strings.HasSuffix(part, end) && !strings.Contains(part, " ") {
			return true
		}
	}
	return signatures[part] || publisher != "" && part == strings.TrimPrefix(publisher, "the ")
}

func isSection(part string) bool { return sections[part] || titleLabels[part] || roundups[part] }

// cutLabel drops a label that a title begins or ends with.
func cutLabel(title string) (rest, label string, ok bool) {
	for _, brackets := range []string{"【】", "[]", "()", "〔〕", "《》"} {
		open, size := utf8.DecodeRuneInString(brackets)
		if inner, found := strings.CutPrefix(title, string(open)); found {
			label, rest, found = strings.Cut(inner, brackets[size:])
			rest = strings.TrimSpace(rest)
			if found && rest != "" && (isSection(label) || open == '【' && utf8.RuneCountInString(label) <= 4) {
				return rest, label, true
			}
		}
		if inner, found := strings.CutSuffix(title, brackets[size:]); found {
			if i := strings.LastIndex(inner, string(open)); i > 0 && isSection(inner[i+size:]) {
				return strings.TrimSpace(inner[:i]), inner[i+size:], true
			}
		}
	}
	label, rest, found := strings.Cut(title, ":")
	if rest = strings.TrimSpace(rest); found && rest != "" && (isSection(label) || isOutlet(label, "")) {
		return rest, label, true
	}
	if label, rest, found = strings.Cut(title, "-"); found && strings.HasPrefix(label, "update ") && len(label) <= 9 {
		return rest, label, true // an agency's third version of a report: update 3-
	}
	return "", "", false
}

// What titles of briefings are labelled with, folded.
var roundups = set(`morning briefing|evening briefing|daily briefing|news briefing|briefing|the briefing|your briefing|morning edition|evening edition|roundup|
news roundup|round-up|weekly roundup|week in review|the week in review|morning update|evening update|morning newsletter|newsletter|today's headlines|headlines|
five things to know|5 things to know|what to know today|news in brief|in brief|top stories today|早报|晚报|晨报|早知道|新闻早餐|早安新闻|一周要闻|要闻速递|今日要闻|
每日要闻|新闻联播|一周回顾|午报|新闻简报|早间简报|晨间简报|晚间简报|新闻晨报|今日头条新闻|重点新闻|一周新闻|新闻懒人包|早餐会|每日简报|晨讯|晚讯`)

// What titles are labelled with, folded.
var titleLabels = set(`live|live updates|live blog|breaking|breaking news|opinion|analysis|exclusive|watch|video|videos|photos|in pictures|explainer|explained|
factbox|timeline|editorial|column|commentary|comment|letters|review|interview|podcast|newsletter|update|updated|updates|the latest|recap|fact check|
as it happened|just in|developing|press release|q&a|quiz|obituary|profile|feature|full text|transcript|report|poll|in brief|briefing|correction|rumor|rumour|
快讯|突发|独家|直播|更新|图集|视频|影片|图|评论|社论|社评|观点|分析|专访|专题|特写|深度|要闻|热点|滚动|最新|最新消息|早报|晚报|组图|影|即时|懒人包|解读|述评|时评|
不断更新|持续更新|新闻分析|人物|现场|一图看懂|有片|有图|更正|投书|名家`)

// Parts of newspapers, folded.
var sections = set(`tech|technology|business|politics|world|world news|us|u.s.|us news|u.s. news|national|international|sports|sport|science|health|
entertainment|culture|lifestyle|travel|markets|money|finance|economy|asia|europe|china|middle east|africa|americas|latin america|media|news|local|
environment|climate|education|law|crime|style|arts|music|movies|tv|books|food|gaming|games|autos|energy|top news|top stories|featured|internet|security|
科技|财经|国际|两岸|政治|社会|娱乐|体育|生活|产经|全球|中国|大陆|港澳|台湾|国内|要闻|经济|文化|健康|教育|军事|汽车|房产|新闻|时事|互联网|数码|国际新闻|中国新闻|科技新闻|焦点|综合`)

// Publishers that titles are signed with, folded and without "the".
var signatures = set(`reuters|ap|ap news|associated press|afp|bloomberg|bloomberg news|bbc|bbc news|bbc sport|cnn|cnn politics|cnn business|cnnmoney|cnbc|msnbc|nbc news|
abc news|cbs news|cbs|fox news|fox business|npr|pbs|pbs newshour|guardian|observer|new york times|nytimes|ny times|washington post|wall street journal|wsj|
los angeles times|la times|usa today|time|time magazine|forbes|fortune|business insider|insider|politico|axios|hill|verge|techcrunch|wired|engadget|
ars technica|mashable|gizmodo|cnet|zdnet|vox|slate|salon|atlantic|new yorker|economist|financial times|ft|independent|telegraph|daily mail|mail online|
mirror|sun|times|sky news|itv news|al jazeera|dw|deutsche welle|france 24|rfi|euronews|scmp|south china morning post|hkfp|nikkei asia|nikkei|straits times|
global times|china daily|xinhua|people's daily|cgtn|variety|hollywood reporter|deadline|billboard|rolling stone|people|tmz|e! online|espn|yahoo|yahoo news|
yahoo finance|google news|msn|huffpost|huffington post|buzzfeed|buzzfeed news|daily beast|vice|new york post|ny daily news|chicago tribune|boston globe|
marketwatch|barron's|seeking alpha|motley fool|benzinga|upi|voa|voa news|rest of world|sixth tone|technode|36kr|times of india|hindu|ndtv|
新华社|新华网|人民网|人民日报|中新社|中新网|央视|央视新闻|央视网|环球网|环球时报|澎湃新闻|澎湃|界面新闻|财新|财新网|第一财经|新浪|新浪网|新浪科技|新浪财经|搜狐|网易|腾讯新闻|
凤凰网|36氪|it之家|虎嗅|虎嗅网|钛媒体|爱范儿|观察者网|联合报|联合新闻网|自由时报|自由时报电子报|自由财经|中央社|中央社 cna|cna|中时新闻网|中国时报|苹果日报|ettoday新闻云|ettoday|
三立新闻网|tvbs新闻网|tvbs|风传媒|科技新报|technews 科技新报|报导者|端传媒|明报|明报新闻网|rthk|香港01|hk01|bbc中文|bbc news 中文|纽约时报中文网|ft中文网|德国之声|美国之音|
法广|路透|路透社|路透中文网|美联社|法新社|彭博|彭博社|联合早报|早报|yahoo奇摩|yahoo新闻|公视新闻网|数位时代|inside|雅虎`)

func set(list string) map[string]bool {
	all := map[string]bool{}
	for _, s := range strings.Split(strings.ReplaceAll(list, "\n", ""), "|") {
		all[s] = true
	}
	return all
}
