package lexicon

import "sync"

// No dictionary has everyone's name, so segmentation knows how names are made: in Chinese a surname and one or two
// characters that parents choose; from other languages three characters or more of those that only stand for sounds.
const (
	surnames = "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧" +
		"蒋蔣蔡贾賈丁魏薛叶葉阎閻潘杜戴夏钟鍾汪田姜姚谭譚廖邹鄒熊陆陸郝孔崔邱秦顾顧侯邵孟尹黎乔喬贺賀赖賴龚龔文庞龐樊殷施陶洪翟倪严嚴温溫芦蘆俞章鲁魯柯阮"
	givenOne = "伟偉芳娜敏静靜丽麗强強磊军軍洋勇艳艷杰傑娟涛濤超霞刚剛玲红紅华華燕波辉輝鹏鵬飞飛斌浩宇轩軒婷琳慧颖穎琪瑶瑤晨峰鑫俊凯凱毅宏亮健萍倩洁潔薇菲莹瑩睿哲博翔旭昊铭銘彬明平东東雷坤锋鋒炜煒煜"
	givenTwo = givenOne + "秀英桂兰蘭芬文建国國玉志春梅海晓曉小云雲清林永庆慶福德荣榮昌盛仁义義安泰祥瑞光世民生忠信诚誠远遠泽澤天宝寶成子家嘉诗詩雅淑惠珍珠莉琴素凤鳳彩菊月香媛妍蓉璐茜晴岚嵐蕾悦悅涵萱彦彥乾阳陽然政松柏贤賢良伯元胜勝振启啟学學新立和耀辰昕钧鈞锐銳铁鐵钢鋼烨燁焕煥灿燦雪欣怡佳思雨梦夢龙龍宗承景润潤芝翠岩森杉霖霏君如若美爱愛正中大"
	foreign  = "阿埃艾奥奧巴贝貝彼宾賓波伯博布查戴丹德迪蒂丁顿頓恩尔爾菲费費芬夫弗福冈岡戈格哈赫亨霍吉贾賈卡凯凱坎科克肯库庫奎拉莱萊兰蘭朗劳勞勒雷莉丽麗林琳鲁魯伦倫罗羅洛马馬迈邁麦麥曼梅蒙米姆穆纳納娜尼涅努诺諾欧歐帕潘佩彭皮蒲普奇齐齊乔喬丘萨薩塞桑瑟森莎舍史斯苏蘇索塔泰坦特托瓦威韦韋维維温溫沃乌烏希锡錫谢謝辛欣休雅亚亞延耶伊尤泽澤詹兹茲佐茨娃妮娅婭昂杜黛蕾琼瓊逊遜"
)

// Scores of names: how likely one is to be met at all, and each of its characters.
const (
	scoreName      = -140
	scoreGiven     = -90
	scoreForeign   = -104
	scoreSound     = -80
	longestForeign = 8
)

// A class is a set of hanzi that play a part in names and numerals.
type class uint16

const (
	isSurname class = 1 << iota
	isGivenOne
	isGivenTwo
	isForeign
	isNumeral
	isTen
	isSeveral
	isUnit
	isNot
	isGrammar
)

// classes are those of every common hanzi, from hanziFrom on.
var classes = sync.OnceValue(func() []class {
	all := make([]class, hanziTo-hanziFrom)
	for c, set := range map[class]string{
		isSurname: surnames, isGivenOne: givenOne, isGivenTwo: givenTwo, isForeign: foreign,
		isNumeral: numerals, isTen: tens, isSeveral: several, isUnit: units, isNot: "不没沒", isGrammar: "的了是在我你他她它这這那就也都和与與把被",
	} {
		for _, r := range set {
			all[r-hanziFrom] |= c
		}
	}
	return all
})

// names tries the names that begin with atom i.
func (s *segmenter) names(text string, i int) {
	if s.is(i, isSurname) {
		if s.is(i+1, isGivenOne) {
			s.try(i, i+2, scoreName+scoreGiven, headName, 0)
		}
		if s.is(i+1, isGivenTwo) && s.is(i+2, isGivenTwo) {
			s.try(i, i+3, scoreName+2*scoreGiven, headName, 0)
		}
	}
	shortest := 3
	if i > 0 && s.piece(text, i-1) == "·" { // after another name
		shortest = 2
	}
	for n := 1; n <= longestForeign && s.is(i+n-1, isForeign); n++ {
		if n >= shortest {
			s.try(i, i+n, scoreForeign+n*scoreSound, headForeign, 0)
		}
	}
}
