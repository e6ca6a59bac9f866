package lexicon

import "strings"

// Zhuyin writes numbered syllables in bopomofo with spaces: ["ni3" "hao3" "ma5"] becomes "ㄋㄧˇ ㄏㄠˇ ˙ㄇㄚ". The first
// tone has no mark; the dot of the neutral tone stands in front. What is no numbered syllable stands as it is.
func Zhuyin(syllables []string) string {
	out := make([]string, len(syllables))
	for i, s := range syllables {
		letters, tone, ok := cut(s)
		switch {
		case !ok:
			out[i] = s
		case tone == 5 && letters != "r":
			out[i] = "˙" + sounds[letters]
		default:
			out[i] = sounds[letters] + [...]string{2: "ˊ", 3: "ˇ", 4: "ˋ", 5: ""}[tone]
		}
	}
	return strings.Join(out, " ")
}

// sounds holds every syllable of standard Chinese without its tone, ü as v, and how bopomofo writes it.
var sounds = spell(initials, finals, whole)

// initials lists, for each initial, its bopomofo and the finals it goes with, ü as v throughout.
const initials = `
b ㄅ a o ai ei ao an en ang eng i ia iu iao ie ian in iang ing u
p ㄆ a o ai ei ao ou an en ang eng i ia iao ie ian in ing u
m ㄇ a o e ai ei ao ou an en ang eng i iao ie iu ian in ing u
f ㄈ a o ei ou an en ang eng iao u
d ㄉ a e ai ei ao ou an en ang eng ong i ia iao ie iu ian ing u uo ui uan un uang
t ㄊ a e ai ei ao ou an ang eng ong i iao ie ian ing u uo ui uan un
n ㄋ a e ai ei ao ou an en ang eng ong i ia iao ie iu ian in iang ing u uo uan un v ve
l ㄌ a o e ai ei ao ou an ang eng ong i ia iao ie iu ian in iang ing u uo uan un v ve
g ㄍ a e ai ei ao ou an en ang eng ong ing u ua uo uai ui uan un uang
k ㄎ a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang
h ㄏ a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang
j ㄐ i ia iao ie iu ian in iang ing iong v ve van vn
q ㄑ i ia iao ie iu ian in iang ing iong v ve van vn
x ㄒ i ia iao ie iu ian in iang ing iong v ve van vn
zh ㄓ i a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang
ch ㄔ i a e ai ao ou an en ang eng ong u ua uo uai ui uan un uang
sh ㄕ i a e ai ei ao ou an en ang eng u ua uo uai ui uan un uang
r ㄖ i e ao ou an en ang eng ong u ua uo ui uan un
z ㄗ i a e ai ei ao ou an en ang eng ong u uo ui uan un
c ㄘ i a e ai ei ao ou an en ang eng ong u uo ui uan un
s ㄙ i a e ai ei ao ou an en ang eng ong u uo ui uan un
`

// finals lists the bopomofo of each final behind an initial.
const finals = `
a ㄚ o ㄛ e ㄜ ai ㄞ ei ㄟ ao ㄠ ou ㄡ an ㄢ en ㄣ ang ㄤ eng ㄥ ong ㄨㄥ
i ㄧ ia ㄧㄚ ie ㄧㄝ iao ㄧㄠ iu ㄧㄡ ian ㄧㄢ in ㄧㄣ iang ㄧㄤ ing ㄧㄥ iong ㄩㄥ
u ㄨ ua ㄨㄚ uo ㄨㄛ uai ㄨㄞ ui ㄨㄟ uan ㄨㄢ un ㄨㄣ uang ㄨㄤ
v ㄩ ve ㄩㄝ van ㄩㄢ vn ㄩㄣ
`

// whole lists the syllables without an initial.
const whole = `
a ㄚ o ㄛ e ㄜ ai ㄞ ei ㄟ ao ㄠ ou ㄡ an ㄢ en ㄣ ang ㄤ eng ㄥ er ㄦ r ㄦ ê ㄝ
yi ㄧ ya ㄧㄚ yo ㄧㄛ ye ㄧㄝ yai ㄧㄞ yao ㄧㄠ you ㄧㄡ yan ㄧㄢ yin ㄧㄣ yang ㄧㄤ ying ㄧㄥ yong ㄩㄥ
wu ㄨ wa ㄨㄚ wo ㄨㄛ wai ㄨㄞ wei ㄨㄟ wan ㄨㄢ wen ㄨㄣ wang ㄨㄤ weng ㄨㄥ
yu ㄩ yue ㄩㄝ yuan ㄩㄢ yun ㄩㄣ
m ㄇ n ㄋ ng ㄫ hm ㄏㄇ hng ㄏㄫ
`

// spell joins the three lists. Behind j, q and x the ü of a final is written u; behind zh, ch, sh, r, z, c and s the i
// stands for no sound of its own.
func spell(initials, finals, whole string) map[string]string {
	final := pairs(finals)
	all := pairs(whole)
	for line := range strings.Lines(initials) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		initial, symbol := fields[0], fields[1]
		for _, f := range fields[2:] {
			switch {
			case f == "i" && strings.Contains("zh ch sh r z c s", initial):
				all[initial+f] = symbol
			case strings.Contains("j q x", initial):
				all[initial+strings.Replace(f, "v", "u", 1)] = symbol + final[f]
			default:
				all[initial+f] = symbol + final[f]
			}
		}
	}
	return all
}

// pairs reads a list of keys and values.
func pairs(list string) map[string]string {
	m := map[string]string{}
	fields := strings.Fields(list)
	for i := 0; i < len(fields); i += 2 {
		m[fields[i]] = fields[i+1]
	}
	return m
}
