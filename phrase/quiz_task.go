package phrase

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"

	"magpie/lexicon"
)

// A TaskKind says what a task shows and what it asks for.
type TaskKind string

// The kinds of task. Those of MixedChinese and MixedEnglish are made of the others.
const (
	ReadHanzi    TaskKind = "read"       // hanzi → English
	SayChinese   TaskKind = "say"        // English → hanzi
	TellPinyin   TaskKind = "pinyin"     // hanzi → pinyin
	FromPinyin   TaskKind = "hanzi"      // pinyin → hanzi
	ReadPicture  TaskKind = "picture"    // hanzi, drawn → English
	Understand   TaskKind = "english"    // English → Chinese, for those who learn English
	SayEnglish   TaskKind = "in-english" // Chinese → English, for those who learn English
	MixedChinese TaskKind = "mixed"
	MixedEnglish TaskKind = "mixed-english"
)

// TaskKinds are all kinds.
var TaskKinds = []TaskKind{
	MixedChinese, ReadHanzi, SayChinese, TellPinyin, FromPinyin, ReadPicture, MixedEnglish, Understand, SayEnglish,
}

// Faces are what a task of the kind shows, and what it asks for.
func (k TaskKind) Faces() (asked, answer Face) {
	switch k {
	case ReadHanzi, SayEnglish:
		return HanziFace, EnglishFace
	case TellPinyin:
		return HanziFace, PinyinFace
	case FromPinyin:
		return PinyinFace, HanziFace
	case ReadPicture:
		return PictureFace, EnglishFace
	}
	return EnglishFace, HanziFace
}

// ForEnglish reports whether tasks of the kind are for those who learn English.
func (k TaskKind) ForEnglish() bool {
	return k == Understand || k == SayEnglish || k == MixedEnglish
}

// kinds are what a kind is made of.
func (k TaskKind) kinds() []TaskKind {
	switch k {
	case MixedChinese:
		return []TaskKind{ReadHanzi, SayChinese, TellPinyin, FromPinyin}
	case MixedEnglish:
		return []TaskKind{Understand, SayEnglish}
	}
	return []TaskKind{k}
}

// Choices is how many answers a task offers.
const Choices = 4

// A Task is one question of a quiz, with its choices.
type Task struct {
	Kind  TaskKind
	Items []Item // the choices, Choices of them
	Right int    // which of them is asked for
}

// Item is what the task asks for.
func (t Task) Item() Item { return t.Items[t.Right] }

// Typeable reports whether the answer is short enough to be typed.
func (t Task) Typeable() bool {
	_, answer := t.Kind.Faces()
	shown := t.Item().English[0]
	if answer == HanziFace {
		shown = t.Item().Chinese.Simplified
	}
	return answer == PinyinFace || utf8.RuneCountInString(shown) <= 40
}

// NewTasks makes up to n tasks of a kind that ask for items of pool, each at most once, with wrong choices from pool and,
// where those do not suffice, from others. The same seed makes the same tasks. Items that can be drawn are what
// ReadPicture is limited to; nil: none can. No choice means the same as the right one.
func NewTasks(seed uint64, kind TaskKind, pool, others []Item, n int, drawn func(Item) bool) []Task {
	m := newTaskMaker(seed, pool, others, drawn)
	kinds := kind.kinds()
	var tasks []Task
	for _, i := range m.chance.Perm(len(pool)) {
		if len(tasks) == n {
			break
		}
		start := len(tasks) // so that a mixture has all its kinds
		for k := range kinds {
			if t, ok := m.task(kinds[(start+k)%len(kinds)], m.all[i]); ok {
				tasks = append(tasks, t)
				break
			}
		}
	}
	return tasks
}

// Reshuffled are the tasks once more, with their choices in another order.
func Reshuffled(seed uint64, tasks []Task) []Task {
	chance := rand.New(rand.NewPCG(seed, uint64(len(tasks))))
	again := make([]Task, len(tasks))
	for at, from := range chance.Perm(len(tasks)) {
		t := tasks[from]
		again[at] = shuffled(chance, t.Kind, t.Item(), append(slices.Clone(t.Items[:t.Right]), t.Items[t.Right+1:]...))
	}
	return again
}

// shuffled is a task with its choices in a chance order.
func shuffled(chance *rand.Rand, kind TaskKind, right Item, wrong []Item) Task {
	t := Task{Kind: kind, Right: chance.IntN(len(wrong) + 1)}
	t.Items = slices.Insert(slices.Clone(wrong), t.Right, right)
	return t
}

// A taskMaker makes tasks of items.
type taskMaker struct {
	chance *rand.Rand
	drawn  func(Item) bool
	all    []candidate // the pool, then others
}

// A candidate is an item as it is compared with others.
type candidate struct {
	Item
	folded map[Face]string // the faces that it has
	senses map[string]bool // each meaning, folded and without articles
	words  map[string]bool // what the first meaning is about
	hanzi  map[rune]bool
}

func newTaskMaker(seed uint64, pool, others []Item, drawn func(Item) bool) taskMaker {
	m := taskMaker{chance: rand.New(rand.NewPCG(seed, uint64(len(pool)))), drawn: drawn}
	for _, i := range slices.Concat(pool, others) {
		m.all = append(m.all, newCandidate(i))
	}
	return m
}

func newCandidate(i Item) candidate {
	c := candidate{i, map[Face]string{}, map[string]bool{}, map[string]bool{}, map[rune]bool{}}
	for _, f := range []Face{HanziFace, EnglishFace, PinyinFace} {
		text := i.text(f)
		if text != "" && utf8.RuneCountInString(text) <= maxAsked && (f != PinyinFace || i.readable()) {
			c.folded[f] = text
		}
	}
	c.folded[PictureFace] = c.folded[HanziFace]
	for _, sense := range i.meanings() {
		c.senses[sense] = true
	}
	for w := range strings.FieldsSeq(bare(i.English[0])) {
		if !smallWords[w] {
			c.words[cmp.Or(sameWords[w], stem(w))] = true
		}
	}
	for _, r := range c.folded[HanziFace] {
		c.hanzi[r] = true
	}
	return c
}

// smallWords tell little of what a text is about.
var smallWords = set(`a an the to of in on at for and or is are am be it its this that you your i im my me we he she they do does did
	how what who where when why so very some any with one ones sb sth not no there here`)

// sameWords are words that say the same as another.
var sameWords = map[string]string{
	"hi": "hello", "hey": "hello", "bye": "goodbye", "true": "agree", "same": "agree", "mom": "mum", "movie": "film", "photo": "picture",
	"photos": "picture", "big": "large", "glad": "happy", "begin": "start", "speak": "say", "talk": "say", "quick": "fast",
}

// task is a task that asks for an item, if there are enough wrong choices.
func (m taskMaker) task(kind TaskKind, right candidate) (Task, bool) {
	asked, answer := kind.Faces()
	if !right.fits(asked, answer) || asked == PictureFace && (m.drawn == nil || !m.drawn(right.Item)) {
		return Task{}, false
	}
	var wrong []Item
	seen := map[string]bool{right.folded[answer]: true}
	for _, c := range m.near(right, answer) {
		if text := c.folded[answer]; !seen[text] && c.fits(asked, answer) && !right.alike(c, asked, answer) {
			seen[text] = true
			if wrong = append(wrong, c.Item); len(wrong) == Choices-1 {
				return shuffled(m.chance, kind, right.Item, wrong), true
			}
		}
	}
	return Task{}, false
}

// near are all candidates in an order in which those come first that are hard to tell from one: of its group, with an
// answer as long as its own. Chance has a part in it.
func (m taskMaker) near(to candidate, answer Face) []*candidate {
	type ranked struct {
		*candidate
		cost float64
	}
	order := make([]ranked, len(m.all))
	for i := range m.all {
		c := &m.all[i]
		cost := 4*m.chance.Float64() + min(8, math.Abs(float64(len(c.folded[answer])-len(to.folded[answer]))))
		if c.Group != to.Group {
			cost += 6
		}
		order[i] = ranked{c, cost}
	}
	slices.SortFunc(order, func(a, b ranked) int { return cmp.Compare(a.cost, b.cost) })
	all := make([]*candidate, len(order))
	for i, r := range order {
		all[i] = r.candidate
	}
	return all
}

// fits reports whether an item has both faces, and neither gives the other away.
func (c *candidate) fits(asked, answer Face) bool {
	return c.folded[asked] != "" && c.folded[answer] != "" && !c.tells()
}

// tells reports whether the meaning of an item holds how it is written or read, or the other way round.
func (c *candidate) tells() bool {
	english := " " + c.folded[EnglishFace] + " "
	if strings.Contains(" "+c.folded[HanziFace]+" ", english) {
		return true
	}
	reading := strings.Join(c.Pinyin, "")
	for _, s := range append([]string{c.Chinese.Simplified, c.Chinese.Traditional, reading, dropDigits(reading)}, c.Alike...) {
		s = foldText(s)
		if hasHan(s) && strings.Contains(english, s) || len(s) > 2 && !slices.Contains(c.Alike, s) && strings.Contains(english, " "+s+" ") {
			return true
		}
	}
	return false
}

// alike reports whether d may pass for an answer where c is asked for: it means the same, is nearly the same text, or is
// read alike.
func (c *candidate) alike(d *candidate, asked, answer Face) bool {
	a, b := c.folded[HanziFace], d.folded[HanziFace]
	switch {
	case strings.Contains(a, b), strings.Contains(b, a), c.Chinese.Traditional == d.Chinese.Traditional:
		return true
	case (asked == PinyinFace || answer == PinyinFace) && readsLike(c.Item, d.Item):
		return true
	}
	shared := func(s string) bool { return s != "" && slices.Contains(d.Alike, s) }
	return slices.ContainsFunc(c.Alike, shared) || overlap(c.senses, d.senses) > 0 ||
		overlap(c.words, d.words) >= .3 || overlap(c.hanzi, d.hanzi) >= .6
}

// readsLike reports whether two items are read in the same way, or in the same way somewhere.
func readsLike(a, b Item) bool {
	for _, x := range [][]string{a.Pinyin, a.Taiwan} {
		for _, y := range [][]string{b.Pinyin, b.Taiwan} {
			if len(x) > 0 && strings.Join(lexicon.Sandhi(x, a.Chinese.Simplified), "") == strings.Join(lexicon.Sandhi(y, b.Chinese.Simplified), "") {
				return true
			}
			if len(x) > 0 && slices.Equal(x, y) {
				return true
			}
		}
	}
	return false
}

// overlap is how much of the smaller set is in the other.
func overlap[K comparable](a, b map[K]bool) float64 {
	n := 0
	for k := range a {
		if b[k] {
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return float64(n) / float64(min(len(a), len(b)))
}
