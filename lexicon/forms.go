package lexicon

// What stands in no dictionary because it is made by rule: numerals, questions with an opposite, doubled words.

const (
	numerals = "零一二两兩三四五六七八九十百千万萬亿億"
	tens     = "十百千万萬亿億"
	several  = "几幾数數"
	units    = "年月日号號点點时時分秒元岁歲块塊"
)

// numeral is where the numeral in hanzi that begins with atom i ends: 二十五, 第一, 十几, 几百, 百分之五十; i if none does.
func (s *segmenter) numeral(text string, i int) int {
	from := i
	if s.hanzi(text, i) == "第" || s.is(i, isSeveral) && s.is(i+1, isTen) {
		from++
	}
	end := s.numerals(from)
	if end == from {
		return i
	}
	if s.is(end+2, isNumeral) && s.hanzi(text, end) == "分" && s.hanzi(text, end+1) == "之" {
		end = s.numerals(end + 2)
	}
	return end
}

// numerals is where the numerals from atom i on end. 几 is one of them after a ten.
func (s *segmenter) numerals(i int) int {
	from := i
	for s.is(i, isNumeral) || i > from && s.is(i-1, isTen) && s.is(i, isSeveral) {
		i++
	}
	return i
}

// choice tries a question that names a thing and its opposite: 要不要, 有没有, 好不好.
func (s *segmenter) choice(books []*book, text string, i int) {
	if !s.is(i+1, isNot) || s.atoms[i].kind != Hanzi {
		return
	}
	if a := s.hanzi(text, i); a == s.hanzi(text, i+2) {
		s.try(i, i+3, 2*baseScore(books, a)+baseScore(books, s.hanzi(text, i+1))+scoreChoice, headChoice, 0)
	}
}

// doubled tries a word that is said twice: 试试, 开开心心. Grammatical words are not.
func (s *segmenter) doubled(books []*book, text string, i int) {
	a := s.hanzi(text, i)
	if a == "" || a != s.hanzi(text, i+1) || s.is(i, isNumeral|isNot|isGrammar) {
		return
	}
	s.try(i, i+2, baseScore(books, a)+scoreDoubled, headDoubled, 0)
	if b := s.hanzi(text, i+2); b != "" && b == s.hanzi(text, i+3) && a != b {
		if score := baseScore(books, a+b); score > scoreUnknown {
			s.try(i, i+4, score+scoreDoubled, headDoubled, 0)
		}
	}
}

// baseScore is that of a word in the dictionary below all overlays.
func baseScore(books []*book, word string) int {
	base := books[len(books)-1]
	head := base.heads.find(word)
	if head < 0 {
		return scoreUnknown
	}
	return base.headWeight(head) - weightAll
}
