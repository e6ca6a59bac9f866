package news_test

import (
	"fmt"
	"testing"
)

// A measure is how much of what was found is right, and how much of what is right was found.
type measure struct{ precision, recall float64 }

func (m measure) f1() float64 { return ratio(2*m.precision*m.recall, m.precision+m.recall) }

func (m measure) String() string {
	return fmt.Sprintf("P %.3f  R %.3f  F1 %.3f", m.precision, m.recall, m.f1())
}

// ratio is a/b, and 1 of nothing at all: who claims nothing is never wrong.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 1
	}
	return a / b
}

// A grouped item is one that has been put in a group and belongs in another.
type grouped struct{ group, label, lang string }

// bCubed is the mean, over items, of how pure an item's group is and how much of its label is in
// that group (Bagga and Baldwin 1998), counting itself and those others that like allows.
func bCubed(items []grouped, like func(a, b grouped) bool) measure {
	var m measure
	for i, a := range items {
		var both, group, label float64
		for j, b := range items {
			if i != j && !like(a, b) {
				continue
			}
			group += count(a.group == b.group)
			label += count(a.label == b.label)
			both += count(a.group == b.group && a.label == b.label)
		}
		m.precision += both / group
		m.recall += both / label
	}
	n := float64(len(items))
	return measure{ratio(m.precision, n), ratio(m.recall, n)}
}

// pairs tells how well the pairs that like allows were put together.
func pairs(items []grouped, like func(a, b grouped) bool) measure {
	var both, group, label float64
	for i, a := range items {
		for _, b := range items[:i] {
			if !like(a, b) {
				continue
			}
			group += count(a.group == b.group)
			label += count(a.label == b.label)
			both += count(a.group == b.group && a.label == b.label)
		}
	}
	return measure{ratio(both, group), ratio(both, label)}
}

func count(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

func any2(grouped, grouped) bool        { return true }
func sameTongue(a, b grouped) bool      { return a.lang[:2] == b.lang[:2] } // zh-CN and zh-TW are one
func differentTongue(a, b grouped) bool { return !sameTongue(a, b) }

// TestMeasures does by machine what was done by hand: three stories, of which the first lost an
// item to the second.
func TestMeasures(t *testing.T) {
	t.Parallel()
	items := []grouped{
		{"1", "a", "en"}, {"1", "a", "zh-CN"}, {"2", "a", "zh-TW"},
		{"2", "b", "en"}, {"2", "b", "zh-CN"},
		{"3", "c", "en"},
	}
	for name, tc := range map[string]struct{ got, want measure }{
		// precisions 1 1 ⅓ ⅔ ⅔ 1, recalls ⅔ ⅔ ⅓ 1 1 1
		"all": {bCubed(items, any2), measure{14. / 18, 14. / 18}},
		// English: all 1. Chinese: precisions 1 ½ ½, recalls ½ ½ 1.
		"same language": {bCubed(items, sameTongue), measure{5. / 6, 5. / 6}},
		// together: 1-2, 3-4, 4-5; belonging: 1-2, 1-3, 4-5
		"across":       {pairs(items, differentTongue), measure{2. / 3, 2. / 3}},
		"nothing":      {pairs(nil, any2), measure{1, 1}},
		"none at all":  {bCubed(nil, any2), measure{1, 1}},
		"nothing like": {bCubed(items, func(a, b grouped) bool { return false }), measure{1, 1}},
	} {
		if near := func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }; !near(tc.got.precision, tc.want.precision) || !near(tc.got.recall, tc.want.recall) {
			t.Errorf("%s: %v, want %v", name, tc.got, tc.want)
		}
	}
	if f := (measure{.5, 1}).f1(); f < .6666 || f > .6667 {
		t.Errorf("F1 of ½ and 1: %v", f)
	}
}
