package phrase

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	"magpie/lexicon"
)

// A column of a table may hold one of the [Side] texts, or these.
const (
	traditionalColumn Side = "traditional" // the front in traditional characters
	askColumn         Side = "ask"
)

// namesOf are how people and programs call the columns of such tables.
var namesOf = map[Side][]string{
	FrontSide: {"front", "chinese", "simplified", "hanzi", "characters", "word", "term", "phrase", "expression", "vocabulary",
		"正面", "中文", "汉字", "漢字", "简体", "簡體", "简体字", "簡體字", "词语", "詞語", "词", "詞", "单词", "單字", "生词", "生詞", "术语", "術語"},
	traditionalColumn: {"traditional", "繁体", "繁體", "繁体字", "繁體字", "正體", "正體字"},
	ReadingSide:       {"reading", "pinyin", "zhuyin", "bopomofo", "pronunciation", "拼音", "注音", "读音", "讀音"},
	MeaningSide: {"meaning", "back", "english", "definition", "translation", "gloss",
		"背面", "意思", "释义", "釋義", "解释", "解釋", "翻译", "翻譯", "英文", "英语", "英語"},
	NoteSide:  {"note", "notes", "comment", "example", "备注", "備註", "笔记", "筆記", "例句"},
	askColumn: {"ask", "提问", "提問"},
}

// sideNamed is what a column of a name holds, "" if the name is not known.
func sideNamed(name string) Side {
	name = foldText(name)
	for side, names := range namesOf {
		if slices.Contains(names, name) {
			return side
		}
	}
	return ""
}

// isHeader reports whether a row names columns: two kinds of them by names that are known, or one by one name; and none
// by Chinese that is no such name.
func isHeader(cells []string) bool {
	names, kinds := 0, map[Side]bool{}
	for _, cell := range cells {
		side := sideNamed(cell)
		if side == "" && hasHan(cell) {
			return false
		}
		if side != "" {
			names++
			kinds[side] = true
		}
	}
	return len(kinds) > 1 || names == 1
}

// Column is which column, from 0, holds the texts of a side, by its name or, in a table without names, by what stands
// in it; -1 if none does.
func (t Table) Column(of Side) int {
	return slices.Index(t.sides(), of)
}

// sides are what the columns hold, "" for what is not known.
func (t Table) sides() []Side {
	if t.Columns != nil {
		named := make([]Side, len(t.Columns))
		for i, name := range t.Columns {
			if side := sideNamed(name); !slices.Contains(named, side) {
				named[i] = side
			}
		}
		if slices.Contains(named, traditionalColumn) && !slices.Contains(named, FrontSide) {
			named[slices.Index(named, traditionalColumn)] = FrontSide
		}
		return named
	}
	return t.guessed()
}

// guessed are what columns without names hold. The first with Chinese, else the first of all, is the front; others are
// a reading if they read as one, then the meaning, then a note.
func (t Table) guessed() []Side {
	width := 0
	for _, row := range t.Rows {
		width = max(width, len(row.Cells))
	}
	sides := make([]Side, width)
	front := 0
	for front < width && !t.mostly(front, hasHan) {
		front++
	}
	front %= max(width, 1)
	free := []Side{MeaningSide, NoteSide}
	for i := range width {
		switch {
		case i == front:
			sides[i] = FrontSide
		case !slices.Contains(sides, ReadingSide) && width > 2 && t.mostly(i, isReading):
			sides[i] = ReadingSide
		case !slices.Contains(sides, traditionalColumn) && width > 2 && i == front+1 && t.alike(front, i):
			sides[i] = traditionalColumn
		case len(free) > 0:
			sides[i], free = free[0], free[1:]
		}
	}
	return sides
}

// mostly reports whether most of the first cells of a column are so, of those with text.
func (t Table) mostly(column int, is func(string) bool) bool {
	yes, all := 0, 0
	for _, row := range t.Rows[:min(len(t.Rows), 200)] {
		if column < len(row.Cells) && row.Cells[column] != "" {
			all++
			if is(row.Cells[column]) {
				yes++
			}
		}
	}
	return all > 0 && 10*yes >= 8*all
}

// alike reports whether two columns hold Chinese of the same length, row by row: both scripts.
func (t Table) alike(a, b int) bool {
	for _, row := range t.Rows[:min(len(t.Rows), 200)] {
		if b >= len(row.Cells) || !hasHan(row.Cells[b]) || len([]rune(row.Cells[a])) != len([]rune(row.Cells[b])) {
			return false
		}
	}
	return true
}

// isReading reports whether text is pinyin that shows its tones, or zhuyin.
func isReading(s string) bool {
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Bopomofo, r) }) {
		return true
	}
	plain := StripTones(s) == s && !strings.ContainsAny(s, "12345")
	return !plain && lexicon.Syllables(s) != nil
}

// ErrBadRow says that the quotes of a row do not match.
var ErrBadRow = errors.New("the quotes do not match")

// A RowError says why a row of a table makes no card: ErrBadRow or a [SideError].
type RowError struct {
	Row int
	Err error
}

// Cards are the cards that the rows of a table make, and the rows that make none, both in the order of the file. complete
// fills in what a card lacks. The cards have neither owner nor id.
func (t Table) Cards(complete func(Card) Card) ([]Card, []RowError) {
	sides := t.sides()
	var cards []Card
	var bad []RowError
	for _, n := range t.Bad {
		bad = append(bad, RowError{n, ErrBadRow})
	}
	for _, row := range t.Rows {
		card := complete(cardOf(row, sides))
		if err := card.Check(); err != nil {
			bad = append(bad, RowError{row.Number, err})
			continue
		}
		cards = append(cards, card)
	}
	slices.SortStableFunc(bad, func(a, b RowError) int { return a.Row - b.Row })
	return cards, bad
}

func cardOf(row Row, sides []Side) Card {
	of := map[Side]string{}
	for i, cell := range row.Cells[:min(len(row.Cells), len(sides))] {
		of[sides[i]] = cell
	}
	card := Card{
		Source: Own, Front: Wording{of[FrontSide], of[traditionalColumn]}, Pinyin: ReadingOf(of[ReadingSide]),
		Meaning: of[MeaningSide], Note: of[NoteSide], Ask: Ask(of[askColumn]),
	}
	if card.Front.Traditional == "" {
		card.Front.Traditional = card.Front.Simplified
	}
	if card.Ask != AskFront && card.Ask != AskBoth {
		card.Ask = AskMeaning
	}
	return card
}

// CardTable is a table of cards, from which [Table.Cards] makes the same cards.
func CardTable(cards []Card) Table {
	t := Table{Columns: []string{"Front", "Back", "Reading", "Traditional", "Note", "Ask"}}
	for i, c := range cards {
		reading := lexicon.Numbers(c.Pinyin)
		t.Rows = append(t.Rows, Row{i + 2, []string{c.Front.Simplified, c.Meaning, reading, c.Front.Traditional, c.Note, string(c.Ask)}})
	}
	return t
}
