package locales

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// texts are the forms of an entry, by CLDR name.
func (e entry) texts() map[string]string {
	if e.plurals != nil {
		return e.plurals
	}
	return map[string]string{"other": e.text}
}

// everyText calls f with every text of every language.
func everyText(c *Catalogue, f func(lang, key, text string)) {
	for _, lang := range c.langs {
		for _, key := range slices.Sorted(maps.Keys(c.words[lang])) {
			for _, text := range c.words[lang][key].texts() {
				f(lang, key, text)
			}
		}
	}
}

func TestSameKeys(t *testing.T) {
	t.Parallel()
	c := mustLoad(t)
	for _, a := range c.langs {
		for _, b := range c.langs {
			for key := range c.words[a] {
				if !c.Has(b, key) {
					t.Errorf("%s has %s, %s has not", a, key, b)
				}
			}
		}
	}
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?([^%\[]|$)|%%`)

// verbs are the verbs of a text by argument, such as [1s 2d], sorted.
func verbs(text string) ([]string, error) {
	var all []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(text, -1) {
		if m[0] == "%%" {
			continue
		}
		if m[2] != "s" && m[2] != "d" {
			return nil, fmt.Errorf("verb %q", m[0])
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
		}
		all = append(all, strconv.Itoa(next)+m[2])
		next++
	}
	slices.Sort(all)
	return all, nil
}

// TestVerbs checks that all forms of a key take the same arguments in all languages.
func TestVerbs(t *testing.T) {
	t.Parallel()
	c := mustLoad(t)
	everyText(c, func(lang, key, text string) {
		got, err := verbs(text)
		if err != nil {
			t.Errorf("%s %s: %v", lang, key, err)
		}
		want, _ := verbs(c.words[fallback][key].texts()["other"])
		plural := c.words[lang][key].plurals
		if plural != nil && text == plural["one"] && len(want) > 0 && !slices.Contains(got, "1d") {
			got = append([]string{"1d"}, got...) // "a minute" needs no number
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s %s: verbs %v, English has %v", lang, key, got, want)
		}
		if plural != nil && !slices.Contains(got, "1d") {
			t.Errorf("%s %s: the first argument of a plural is its number, %%d", lang, key)
		}
		for _, number := range []int{1, 3, 20} {
			if said := c.Text(lang, key, sample(t, key, want, number)...); strings.Contains(said, "%!") || said == key {
				t.Errorf("%s %s: says %q", lang, key, said)
			}
		}
	})
}

// sample are arguments for verbs.
func sample(t *testing.T, key string, verbs []string, number int) []any {
	t.Helper()
	var args []any
	for i, v := range slices.Compact(slices.Clone(verbs)) {
		if v[:len(v)-1] != strconv.Itoa(i+1) {
			t.Errorf("%s: verbs %v leave an argument out, or take it in two ways", key, verbs)
		}
		if strings.HasSuffix(v, "d") {
			args = append(args, number)
		} else {
			args = append(args, "x")
		}
	}
	return args
}

// TestPluralForms checks that each plural has the forms which its language needs.
func TestPluralForms(t *testing.T) {
	t.Parallel()
	c := mustLoad(t)
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}
	for _, lang := range c.langs {
		need := map[string]bool{"other": true}
		for n := range 200 {
			need[names[plural.Cardinal.MatchPlural(language.Make(lang), n, 0, 0, 0, 0)]] = true
		}
		for key, e := range c.words[lang] {
			if e.plurals == nil {
				continue
			}
			if got, want := slices.Sorted(maps.Keys(e.plurals)), slices.Sorted(maps.Keys(need)); !slices.Equal(got, want) {
				t.Errorf("%s %s: forms %v, want %v", lang, key, got, want)
			}
		}
	}
}

// spaced are keys whose words begin or end with a space.
var spaced = []string{"list.separator"}

var keyNamed = regexp.MustCompile(`^[a-z0-9_-]+(\.[a-z0-9_-]+)*$`)

func TestWritten(t *testing.T) {
	t.Parallel()
	c := mustLoad(t)
	for _, lang := range c.langs {
		data, err := files.ReadFile(lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(data) || !norm.NFC.IsNormal(data) {
			t.Errorf("%s: not UTF-8 in NFC", lang)
		}
		keys := keysInOrder(t, data)
		for i, key := range keys {
			if !keyNamed.MatchString(key) {
				t.Errorf("%s: key %q", lang, key)
			}
			if i > 0 && keys[i-1] >= key {
				t.Errorf("%s: %s stands after %s", lang, key, keys[i-1])
			}
		}
	}
	everyText(c, func(lang, key, text string) {
		if text == "" || text != strings.TrimSpace(text) && !slices.Contains(spaced, key) {
			t.Errorf("%s %s: %q is empty, or has a space at its border", lang, key, text)
		}
		if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || r == utf8.RuneError) }); i >= 0 {
			t.Errorf("%s %s: a control character at %d", lang, key, i)
		}
	})
}

func keysInOrder(t *testing.T, data []byte) []string {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(string(data)))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for d.More() {
		key, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key.(string))
		var words json.RawMessage
		if err := d.Decode(&words); err != nil {
			t.Fatal(err)
		}
	}
	return keys
}

// discordLocales are the locales that Discord has, from its reference on locales.
const discordLocales = "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko"

func TestDiscordLocales(t *testing.T) {
	t.Parallel()
	c := mustLoad(t)
	serves := map[string]string{}
	for _, lang := range c.langs {
		if len(c.Discord(lang)) == 0 || c.Name(lang) == "" {
			t.Errorf("%s: no language.discord or language.name", lang)
		}
		for _, locale := range c.Discord(lang) {
			if !slices.Contains(strings.Fields(discordLocales), locale) {
				t.Errorf("%s: Discord has no locale %s", lang, locale)
			}
			if other, twice := serves[locale]; twice {
				t.Errorf("%s and %s both serve %s", other, lang, locale)
			}
			serves[locale] = lang
			if got := c.Match(locale); got != lang {
				t.Errorf("%s serves %s, but it is matched with %s", lang, locale, got)
			}
		}
	}
}

// Characters that only one of the scripts has, in pairs, simplified first. Those
// which both have in some word (后, 里, 只, 台, 准 …) stand in laterTraditional alone
// if at all.
const (
	scriptPairs = `们們这這个個为為时時来來对對会會发發说說动動种種过過还還进進没沒现現开開关關学學电電话話视視频頻网網` +
		`络絡应應当當点點间間问問题題见見觉覺语語词詞读讀写寫书書长長门門东東车車马馬鸟鳥鱼魚龙龍龟龜叶葉号號于於` +
		`几幾无無与與从從众眾众眾体體习習乡鄉买買卖賣乱亂争爭亏虧产產亲親仅僅仓倉仪儀价價优優伙夥传傳伤傷伦倫伪偽` +
		`侧側侦偵倾傾债債储儲儿兒兴興养養兽獸内內册冊军軍农農冲衝决決况況冻凍净淨减減凉涼创創删刪别別刹剎剂劑剑劍` +
		`剧劇劝勸办辦务務劳勞势勢区區医醫华華协協单單占佔卫衛厂廠厅廳历歷厉厲压壓厌厭县縣参參双雙变變叙敘听聽启啟` +
		`员員咏詠响響团團园園围圍国國图圖圆圓圣聖场場坏壞块塊坚堅坛壇垒壘处處备備复復够夠头頭夹夾夺奪奋奮奖獎妇婦` +
		`妈媽娱娛婴嬰孙孫宁寧实實宝寶审審宪憲宽寬宾賓导導寻尋将將尔爾尘塵尝嘗层層属屬岁歲岛島币幣帅帥师師帐帳带帶` +
		`帮幫干幹库庫废廢异異弃棄张張弯彎弹彈强強归歸录錄忆憶忧憂怀懷态態总總恋戀恶惡悬懸惊驚惯慣愿願戏戲战戰户戶` +
		`扑撲执執扩擴扫掃扬揚抚撫抢搶护護报報担擔拟擬拥擁择擇挂掛挡擋挤擠换換损損据據携攜摄攝摆擺摇搖敌敵数數断斷` +
		`旧舊显顯晓曉暂暫术術机機杂雜权權条條杨楊极極构構枪槍标標栏欄树樹样樣桥橋档檔检檢楼樓欢歡残殘毁毀毕畢气氣` +
		`汇匯汉漢汤湯沟溝泪淚泽澤洁潔浅淺测測济濟浏瀏浓濃涂塗润潤渐漸温溫湾灣满滿滚滾滤濾灭滅灯燈灵靈炼煉烂爛热熱` +
		`爱愛爷爺牵牽状狀独獨狮獅猎獵猫貓献獻环環玛瑪疗療疯瘋痒癢皱皺盖蓋盗盜监監盘盤盐鹽矿礦码碼确確碍礙礼禮祸禍` +
		`离離秘祕积積称稱稳穩穷窮窃竊竞競笔筆签簽筑築简簡类類粮糧紧緊纠糾红紅约約级級纪紀纯純纲綱纳納纵縱纸紙线線` +
		`练練组組细細终終经經结結给給绝絕统統继繼绩績续續绿綠编編缓緩缩縮网網罗羅罚罰职職联聯聪聰肃肅肤膚胜勝脑腦` +
		`脸臉节節艺藝苏蘇获獲营營虑慮虽雖蓝藍装裝补補观觀规規览覽触觸计計订訂认認讨討让讓训訓议議讯訊记記讲講许許` +
		`论論设設访訪证證评評识識诉訴译譯试試诗詩诚誠询詢该該详詳误誤请請诸諸调調谁誰谈談谢謝谨謹贝貝负負财財责責` +
		`败敗账賬货貨质質购購贵貴费費资資赞贊赢贏趋趨跃躍践踐踪蹤转轉轮輪软軟轻輕较較辑輯输輸边邊达達迁遷运運迟遲` +
		`适適选選递遞逻邏邮郵郑鄭释釋针針钟鐘钱錢错錯铁鐵银銀链鏈锁鎖键鍵镜鏡闭閉闲閒闻聞阅閱队隊阳陽阶階际際陆陸` +
		`陈陳险險随隨隐隱难難雾霧静靜韩韓页頁项項顺順须須预預领領颜顏额額风風飞飛饭飯饮飲馆館驱驅验驗骗騙黄黃齐齊龄齡么麼` +
		`贴貼误誤陕陝载載轨軌闹鬧坠墜级級权權讨討连連远遠违違迹跡邻鄰钮鈕铃鈴频頻颗顆默默`
	laterTraditional = "後裡裏隻髮麵鬆週範籤鬥錶樸係繫鬱纔"
)

func scripts() (simplified, traditional map[rune]bool) {
	simplified, traditional = map[rune]bool{}, map[rune]bool{}
	pairs := []rune(scriptPairs)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] != pairs[i+1] && pairs[i] != '占' && pairs[i] != '干' && pairs[i] != '伙' && pairs[i] != '秘' {
			simplified[pairs[i]] = true
		}
		if pairs[i] != pairs[i+1] {
			traditional[pairs[i+1]] = true
		}
	}
	for _, r := range laterTraditional {
		traditional[r] = true
	}
	return simplified, traditional
}

// A quote in another script says so, and a language is named in its own.
var (
	taggedText   = regexp.MustCompile(`\{zh-[A-Z]\w+:[^}]*\}`)
	languageName = strings.NewReplacer("简体中文", "", "繁體中文", "", "简", "", "简体", "")
)

func TestScripts(t *testing.T) {
	t.Parallel()
	simplified, traditional := scripts()
	wrong := map[string]map[rune]bool{"zh-CN": traditional, "zh-TW": simplified}
	c := mustLoad(t)
	everyText(c, func(lang, key, text string) {
		if c.words["zh-CN"][key].text == c.words["zh-TW"][key].text {
			return // for readers of all languages at once
		}
		text = languageName.Replace(taggedText.ReplaceAllString(text, ""))
		for _, r := range text {
			if wrong[lang][r] {
				t.Errorf("%s %s: %c is of the other script: %s", lang, key, r, text)
			}
		}
	})
}

// unwanted are words that a language does without: those of elsewhere, and those that
// take a side.
var unwanted = map[string]*regexp.Regexp{
	"en":    regexp.MustCompile(`(?i)\b(countr(y|ies)|refugees?|nihao)\b`),
	"zh-CN": regexp.MustCompile(`难民|国家|贴文|影片|帐号|登入|網|软体`),
	"zh-TW": regexp.MustCompile(`視頻([^道]|$)|信息|用戶|賬號|賬戶|帳戶名稱號|網絡|互聯網|服務器|默認|軟件|硬件|程序|屏幕|博客|短信|` +
		`鼠標|設置|鏈接|加載|在線|數據|界面|登錄|菜單|文件夾|質量|難民|國家`),
}

// joking are keys that quote the newcomers' own joking word.
var joking = []string{}

func TestUnwantedWords(t *testing.T) {
	t.Parallel()
	everyText(mustLoad(t), func(lang, key, text string) {
		if word := unwanted[lang].FindString(taggedText.ReplaceAllString(text, "")); word != "" && !slices.Contains(joking, key) {
			t.Errorf("%s %s: %q in %q", lang, key, word, text)
		}
	})
}

var bareCommand = regexp.MustCompile(`(^|[\s(（「『“"'，。：、:])/[a-z]`)

func TestManners(t *testing.T) {
	t.Parallel()
	everyText(mustLoad(t), func(lang, key, text string) {
		if bareCommand.MatchString(text) {
			t.Errorf("%s %s: a command is mentioned as </name>: %q", lang, key, text)
		}
		for line := range strings.Lines(text) {
			first, _ := utf8.DecodeRuneInString(strings.TrimLeft(line, "#>-*_ 0123456789."))
			if pictograph(first) {
				t.Errorf("%s %s: a picture before the text: %q", lang, key, line)
			}
		}
		if strings.ContainsFunc(text, func(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff || r == 0x1f3f4 || r >= 0xe0000 && r < 0xe0080 }) {
			t.Errorf("%s %s: a flag in %q", lang, key, text)
		}
	})
}

// pictograph reports whether r is of Unicode's blocks of emoji and dingbats.
func pictograph(r rune) bool {
	return r >= 0x1f000 && r <= 0x1faff || r >= 0x2600 && r <= 0x27bf || r >= 0x2b00 && r <= 0x2bff
}
