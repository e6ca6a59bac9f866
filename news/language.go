package news

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"
)

// GuessLanguage tells which of Magpie's languages a text is in: en, zh-CN or zh-TW;
// or gives back what its feed declares, as a short tag such as "fr" or "", when the
// letters do not say. Detectors by statistics fail on headlines, so it counts
// characters: Han against Latin, then simplified against traditional.
func GuessLanguage(text, declared string) string {
	tag, _ := language.Parse(strings.TrimSpace(declared))
	base, sure := tag.Base()
	var han, kana, hangul, latin, other, simple, full int
	for _, r := range text {
		switch {
		case r < 0x80:
			if 'a' <= r|0x20 && r|0x20 <= 'z' {
				latin++
			}
		case '一' <= r && r <= '\u9FFF' || unicode.Is(unicode.Han, r):
			han++
			if onlySimplified[r] {
				simple++
			} else if onlyTraditional[r] {
				full++
			}
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		case unicode.Is(unicode.Hangul, r):
			hangul++
		case unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			other++
		}
	}
	switch {
	case kana*10 > han+kana:
		return "ja"
	case hangul > han && hangul*2 > latin:
		return "ko"
	case han*6 >= latin && han > 0 && han > other: // a Han character stands for a word
		return chineseScript(simple, full, tag)
	case other > latin:
		return foreign(base)
	case sure == language.Exact && base.String() != "zh":
		return base.String()
	case latin > 0:
		return "en"
	case base.String() == "zh":
		return chineseScript(0, 0, tag)
	}
	return ""
}

// chineseScript decides by characters that only one script has, else by what is declared.
func chineseScript(simple, full int, declared language.Tag) string {
	switch {
	case simple > full:
		return "zh-CN"
	case full > simple:
		return "zh-TW"
	}
	if script, _ := declared.Script(); script.String() == "Hant" {
		return "zh-TW"
	}
	return "zh-CN"
}

// foreign is a declared language other than ours, or none.
func foreign(base language.Base) string {
	switch s := base.String(); s {
	case "en", "zh", "und":
		return ""
	default:
		return s
	}
}

// The commonest characters of news that only one of the two scripts writes, pair by pair.
const (
	simplified = "们这个来时说国会过对开关于发动长门问间见东车书话语让认证论议设请谁课谈难电脑网络视频众从产业两严丧临为丽举义乐习乡买乱争" +
		"亏亚亿仅仓价优伟传伤伦伪体余侠侦侧俩债储儿兰兴养兽内冈军农冯冲决况冻净凉减凤凭凯击创刘则刚别剂剑剧劝办务劳势勋区医华协单" +
		"卖卢卫厂厅历厉压厌县参双变叙号叹吓吕听启吴呜员响哑唤啸团园围图圆圣场坏块坚坛坝坟坠垄垒垦垫墙声壳处备复够头夹夺奋奖妆妇妈" +
		"娱娲婴孙学宁宝实宠审宪宫宽宾寝寻导寿将尔尘尝层届属岁岂岗岛岭币帅师帐带帮库应庙庞废异弃张弥弯强归当录彻径忆忧怀态总恋恶恼" +
		"悬惊惧惨惩惯愤愿么没样现还进经给无机点条气报战数权热爱环红软记际陆须项领题风马验龙线组织终结统继续维罗联胜脸节获虑补装规" +
		"觉览订计许评识诉译该调负财质购费资赢赞转轮载较达运违连选钱闻阅队韩"
	traditional = "們這個來時說國會過對開關於發動長門問間見東車書話語讓認證論議設請誰課談難電腦網絡視頻眾從產業兩嚴喪臨為麗舉義樂習鄉買亂爭" +
		"虧亞億僅倉價優偉傳傷倫偽體餘俠偵側倆債儲兒蘭興養獸內岡軍農馮衝決況凍淨涼減鳳憑凱擊創劉則剛別劑劍劇勸辦務勞勢勳區醫華協單" +
		"賣盧衛廠廳歷厲壓厭縣參雙變敘號嘆嚇呂聽啟吳嗚員響啞喚嘯團園圍圖圓聖場壞塊堅壇壩墳墜壟壘墾墊牆聲殼處備復夠頭夾奪奮獎妝婦媽" +
		"娛媧嬰孫學寧寶實寵審憲宮寬賓寢尋導壽將爾塵嘗層屆屬歲豈崗島嶺幣帥師帳帶幫庫應廟龐廢異棄張彌彎強歸當錄徹徑憶憂懷態總戀惡惱" +
		"懸驚懼慘懲慣憤願麼沒樣現還進經給無機點條氣報戰數權熱愛環紅軟記際陸須項領題風馬驗龍線組織終結統繼續維羅聯勝臉節獲慮補裝規" +
		"覺覽訂計許評識訴譯該調負財質購費資贏讚轉輪載較達運違連選錢聞閱隊韓"
)

var onlySimplified, onlyTraditional = runeSet(simplified), runeSet(traditional)

func runeSet(s string) map[rune]bool {
	set := map[rune]bool{}
	for _, r := range s {
		set[r] = true
	}
	return set
}
