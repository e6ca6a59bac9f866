package web

import (
	"strings"
	"unicode"
)

// Characters that are common in one Chinese script and do not occur in the other.
const (
	onlySimplified  = "们个这说时国对会来过还没为发样开关长门问间见现头话语让给从后边点电东车马鸟鱼书买卖钱银铁钟爱乐听读写学习经历应该让热闹难过简体汉岁种类观视频号码帐账审违规违证验简单认识欢迎请谢谁谈论议评赞转载链网络软件团队员组织办实现标题选择设备图处坛师级线结终续红绿纪约组细练级领导页顶顺须预题颜风飞饭馆龙齐两丽严丧丰临举义乌乔习乡于亏云亚产亲亿仅仓价众优传伤伦伪体余佣侠侧侨储儿党兰兴养兽内冈写军农冯决况冻净准减几凤凭凯击凿刘则刚创删别剑剧劝办务动励劲劳势勋区医华协单卖卢卫却厂厅历厉压厌县参双变叙叶号叹吓吗启员响哑哗唤啸嘱团园围国图圆圣场坏块坚坛坝坟垄垦垫墙壮声壳处备复够夺奖妆妇妈娱孙学宁宝实宠审宪宫宽宾对寻导寿将尔尘尝尽层屉届属岁岂岗岛币帅帐帮带应庆库废开异弃张弹强归录彻径忆忧怀态怜总恋恶悬惊惧惨惯愿戏战户扑执扩扫扬扰抚抢护报担拟拥拦择挂挡挣挤挥损换据掷搜携摄摆摇撑敌敛数断无旧显晒晓暂术机杀杂权条来杨极构枪树标栏样桥检楼横欢步残毁毕气汇汤沟沪泪泽洁测济浓涛润涨渐温湾湿满滚灭灯灵灾炉点炼烂烛烟烦烧热爷牵牺状犹独狱猎猫献环现电画畅疗疯盐监盖盘眯着矿码砖确础祸离秃种积称稳穷窃竞笔笼签筑简粮紧纠纤纯纱纳纵纷纸纹纺线练组绅细织终绍经绑绒结绕绘给络绝统继绩绪续绳维绵综绿缓编缘缝缠缩网罗罚罢职联聪肃肠肤肿胀胁胜脏脑脚脱脸腾舍舰艰艳艺节芜苏苹范茎荐荡荣药莲获虑虚虫虽蚀蛮补衬袭装见观规视览觉触誉计订认讨让训议讯记讲许论设访证评识诉词译试诗诚话诞询该详语误说请诸读课谁调谅谈谋谎谜谢谱贝负贡财责贤败货质贩贪贫购贯贴贵贷贸费贺贼资赏赔赖赚赛赞赠赢赵赶趋跃践踪车轨转轮软轰轻载较辅辆辈辉输辞辩边辽达迁过迈运还这进远违连迟适选逊递逻遗邓邮邻郑酱释里针钉钟钢钥钩钱钻铁铃铅铜铺链销锁锅错锦键锻镇镜长闪闭问闲间闹闻阅阔队阳阴阵阶际陆陈险随隐难雾静韩页顶项顺须顾顿预领频题额风飘飞饥饭饮饰饱饼馆驱驶驻驾骂骄验骑骗骚骤鱼鲁鲜鸟鸡鸣鸭鸿鹊鹰麦黄齐齿龄龙龟"
	onlyTraditional = "們個這說時國對會來過還沒為發樣開關長門問間見現頭話語讓給從後邊點電東車馬鳥魚書買賣錢銀鐵鐘愛樂聽讀寫學習經歷應該熱鬧難簡體漢歲種類觀視頻號碼帳賬審違規證驗單認識歡請謝誰談論議評讚轉載鏈網絡軟團隊員組織辦實標題選擇設備圖處壇師級線結終續紅綠紀約細練領導頁頂順須預顏風飛飯館龍齊兩麗嚴喪豐臨舉義烏喬鄉虧雲亞產親億僅倉價眾優傳傷倫偽餘俠側僑儲兒黨蘭興養獸岡軍農馮決況凍淨準減幾鳳憑凱擊鑿劉則剛創刪別劍劇勸務動勵勁勞勢勳區醫華協盧衛卻廠廳厲壓厭縣參雙變敘葉嘆嚇嗎啟響啞嘩喚嘯囑園圍圓聖場壞塊堅壩墳壟墾墊牆壯聲殼復夠奪獎妝婦媽娛孫寧寶寵憲宮寬賓尋壽將爾塵嘗盡層屆屬豈崗島幣帥幫帶慶庫廢異棄張彈強歸錄徹徑憶憂懷態憐總戀惡懸驚懼慘慣願戲戰戶撲執擴掃揚擾撫搶護報擔擬擁攔掛擋掙擠揮損換據擲攜攝擺搖撐敵斂數斷無舊顯曬曉暫術機殺雜權條楊極構槍樹欄橋檢樓橫殘毀畢氣匯湯溝滬淚澤潔測濟濃濤潤漲漸溫灣濕滿滾滅燈靈災爐煉爛燭煙煩燒爺牽犧狀猶獨獄獵貓獻環畫暢療瘋鹽監蓋盤礦磚確礎禍離禿積稱穩窮竊競筆籠簽築糧緊糾纖純紗納縱紛紙紋紡紳紹綁絨繞繪絕統繼績緒繩維綿綜緩編緣縫纏縮羅罰罷職聯聰肅腸膚腫脹脅勝髒腦腳脫臉騰艦艱艷藝節蕪蘇蘋莖薦蕩榮藥蓮獲慮虛蟲雖蝕蠻補襯襲裝覽覺觸譽計訂討訓訊記講許訪訴詞譯試詩誠誕詢詳誤諸課調諒謀謊謎譜貝負貢財責賢敗貨質販貪貧購貫貼貴貸貿費賀賊資賞賠賴賺賽贊贈贏趙趕趨躍踐蹤軌輪轟輕較輔輛輩輝輸辭辯遼達遷邁運進遠連遲適遜遞邏遺鄧郵鄰鄭醬釋針釘鋼鑰鉤鑽鈴鉛銅鋪銷鎖鍋錯錦鍵鍛鎮鏡閃閉閒聞閱闊陽陰陣階際陸陳險隨隱霧靜韓項顧頓額飄飢飲飾飽餅驅駛駐駕罵驕騎騙騷驟魯鮮雞鳴鴨鴻鵲鷹麥黃齒齡龜"
)

// scriptOf is the language tag of Chinese text by its characters: zh-Hans,
// zh-Hant, or zh if they do not tell.
func scriptOf(han string) string {
	simplified, traditional := 0, 0
	for _, r := range han {
		if strings.ContainsRune(onlySimplified, r) {
			simplified++
		} else if strings.ContainsRune(onlyTraditional, r) {
			traditional++
		}
	}
	switch {
	case simplified > traditional:
		return "zh-Hans"
	case traditional > simplified:
		return "zh-Hant"
	}
	return "zh"
}

// A run is a part of a text in one language, "" for that of the text around.
type run struct{ Text, Lang string }

// script is what a character is written in.
type script int

const (
	neutral script = iota // digits, punctuation, spaces: belongs to what is before it
	latin
	han
)

func scriptOfRune(r rune) script {
	switch {
	case unicode.Is(unicode.Han, r), r >= 0x3000 && r <= 0x303f, r >= 0xff00 && r <= 0xffef:
		return han
	case unicode.IsLetter(r):
		return latin
	}
	return neutral
}

// runs divides text, which stands within the language around, into runs that a
// screen reader can speak and a browser can choose glyphs for.
func runs(text, around string) []run {
	var all []run
	kind, start := neutral, 0
	for i, r := range text {
		next := scriptOfRune(r)
		if (next == neutral || next == kind) && (kind != han || !strings.ContainsRune(quotes, r)) {
			continue
		}
		if kind != neutral {
			end := start + len(unfollowed(text[start:i], kind, around))
			all = appendRun(all, run{text[start:end], runLang(text[start:end], kind, around)})
			start = end
		}
		if next != neutral {
			kind = next
		}
	}
	end := start + len(unfollowed(text[start:], kind, around))
	if start < end {
		all = appendRun(all, run{text[start:end], runLang(text[start:end], kind, around)})
	}
	if end < len(text) {
		all = appendRun(all, run{text[end:], ""})
	}
	return all
}

// unfollowed is a run without what follows its last character but is written as the
// text around it is: the spaces and signs of English after Chinese words.
func unfollowed(text string, kind script, around string) string {
	if kind != han || chinese(around) {
		return text
	}
	return strings.TrimRightFunc(text, func(r rune) bool {
		return r < unicode.MaxASCII && (unicode.IsSpace(r) || unicode.IsPunct(r))
	})
}

// quotes set off words of the other script, such as what a button of an app says.
const quotes = "「」『』《》【】（）“”"

// appendRun appends r, or lengthens the last run if it is in the same language.
func appendRun(all []run, r run) []run {
	if last := len(all) - 1; last >= 0 && all[last].Lang == r.Lang {
		all[last].Text += r.Text
		return all
	}
	return append(all, r)
}

func runLang(text string, kind script, around string) string {
	switch {
	case kind == han && !chinese(around):
		return scriptOf(text)
	case kind == han:
		if s := scriptOf(text); s != "zh" && s != scriptTag(around) && scriptTag(around) != "zh" {
			return s
		}
	case kind == latin && chinese(around) && len(strings.TrimSpace(text)) > 1:
		return latinLang(text)
	}
	return ""
}

// latinLang tells pinyin from English by tone marks that European names lack.
func latinLang(text string) string {
	if strings.ContainsAny(text, "āēīōūǖǎěǐǒǔǚǘǜ") {
		return "zh-Latn-pinyin"
	}
	return "en"
}

func chinese(lang string) bool { return lang == "zh" || strings.HasPrefix(lang, "zh-") }

// scriptTag is the script that a Chinese language tag is written in.
func scriptTag(lang string) string {
	switch lang {
	case "zh-CN", "zh-Hans":
		return "zh-Hans"
	case "zh-TW", "zh-HK", "zh-Hant":
		return "zh-Hant"
	}
	return "zh"
}

// guessLang is the language of a text that nobody named: Chinese if more than a
// third of its letters are.
func guessLang(text string) string {
	hanzi, letters := 0, 0
	var b strings.Builder
	for _, r := range text {
		switch scriptOfRune(r) {
		case han:
			hanzi++
			b.WriteRune(r)
		case latin:
			letters++
		}
	}
	if hanzi*3 > letters {
		return scriptOf(b.String())
	}
	return "en"
}
