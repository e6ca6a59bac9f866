package phrase

import (
	"iter"
	"strconv"
	"strings"
	"unicode"
)

// toned lists each vowel with its four tones.
var toned = [...][]rune{
	[]rune("aāáǎà"), []rune("eēéěè"), []rune("iīíǐì"), []rune("oōóǒò"), []rune("uūúǔù"), []rune("üǖǘǚǜ"),
}

// syllables holds every syllable of standard Chinese without its tone, ü written as v.
var syllables = set(`
a ai an ang ao e ei en eng er o ou
ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu
pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu
ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu
fa fan fang fei fen feng fo fou fu
da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo
ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo
na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nuo nv nve
la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve
ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo
ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo
ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo
ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun
qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun
xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun
zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo
cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo
sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo
ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo
za zai zan zang zao ze zei zen zeng zi zong zou zu zuan zui zun zuo
ca cai can cang cao ce cen ceng ci cong cou cu cuan cui cun cuo
sa sai san sang sao se sen seng si song sou su suan sui sun suo
ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun
wa wai wan wang wei wen weng wo wu`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// untone takes the tone off a letter; 0 is no tone.
func untone(r rune) (rune, int) {
	if r < unicode.MaxASCII {
		return r, 0
	}
	for _, vowel := range toned {
		for tone, v := range vowel {
			if v == r {
				return vowel[0], tone
			}
		}
	}
	return r, 0
}

// StripTones takes the tone marks off: "nǚ'ér" becomes "nü'er".
func StripTones(pinyin string) string {
	return strings.Map(func(r rune) rune {
		r, _ = untone(r)
		return r
	}, pinyin)
}

// Numbered writes tones as digits after each syllable, 5 for the neutral tone: "nǐ hǎo ma" becomes "ni3 hao3 ma5".
// Whatever is not pinyin stays as it is. The result is in lower case and keeps ü.
func Numbered(pinyin string) string {
	var out strings.Builder
	for word, letters := range runs(strings.ToLower(pinyin)) {
		parts, ok := split([]rune(word))
		if !letters || !ok {
			out.WriteString(word)
			continue
		}
		for _, p := range parts {
			out.WriteString(StripTones(p) + strconv.Itoa(tone(p)))
		}
	}
	return out.String()
}

// Syllables splits pinyin with tone marks into its syllables, in lower case with the marks kept. It follows the rule of
// the orthography that a syllable inside a word does not start with a vowel unless an apostrophe precedes it. The r of
// 儿 counts as a syllable. It reports false if any of the letters are not pinyin.
func Syllables(pinyin string) ([]string, bool) {
	var all []string
	for word, letters := range runs(strings.ToLower(pinyin)) {
		if !letters {
			continue
		}
		parts, ok := split([]rune(word))
		if !ok {
			return nil, false
		}
		all = append(all, parts...)
	}
	return all, true
}

// runs yields the pieces of a text, and whether each is a run of letters or what is between them.
func runs(s string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		for len(s) > 0 {
			letters := true
			end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
			if end == 0 {
				letters = false
				end = strings.IndexFunc(s, unicode.IsLetter)
			}
			if end < 0 {
				end = len(s)
			}
			if !yield(s[:end], letters) {
				return
			}
			s = s[end:]
		}
	}
}

// split splits one word into syllables, trying the longest first.
func split(word []rune) ([]string, bool) {
	for n := min(6, len(word)); n > 0; n-- {
		head, rest := string(word[:n]), word[n:]
		if !syllable(head) {
			continue
		}
		switch {
		case len(rest) == 0:
			return []string{head}, true
		case string(rest) == "r":
			return []string{head, "r"}, true
		}
		if first, _ := untone(rest[0]); strings.ContainsRune("aeo", first) {
			continue
		}
		if tail, ok := split(rest); ok {
			return append([]string{head}, tail...), true
		}
	}
	return nil, false
}

// syllable reports whether s is a syllable with one tone mark or none.
func syllable(s string) bool {
	marks := 0
	for _, r := range s {
		if _, t := untone(r); t > 0 {
			marks++
		}
	}
	return marks <= 1 && syllables[letterV(StripTones(s))]
}

// tone returns the tone of a syllable, 5 if it bears no mark.
func tone(syllable string) int {
	for _, r := range syllable {
		if _, t := untone(r); t > 0 {
			return t
		}
	}
	return 5
}

// letterV writes ü, and the u: of older dictionaries, as v.
func letterV(pinyin string) string {
	return strings.ReplaceAll(strings.ReplaceAll(pinyin, "u:", "v"), "ü", "v")
}
