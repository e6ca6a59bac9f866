package news

import (
	"slices"
	"strings"
)

// A stance is what one headline says so plainly that one which says something else in its place tells
// another story.
type stance struct {
	beings  [3][]uint64 // concepts in the title, by kind: services and companies, places, persons
	all     []uint64    // concepts in the whole text
	amounts []Amount    // in the title
	days    []Day       // in the title
	order   []said      // what the title says
	numbers []uint64    // the amounts in the title, of whatever
	rest    []uint64    // what else it says
}

// said is a feature with whether "by" comes after it: then it is done by who comes next.
type said struct {
	id uint64
	by bool
}

// stanceOf finds what a report's headline says.
func (b *batch) stanceOf(r *report) stance {
	var s stance
	for _, f := range r.features {
		inTitle := r.reading.headlines(f)
		if f.kind == conceptFeature {
			s.all = append(s.all, f.id)
			if f.rivalry > 0 && inTitle && b.home.common(f.id, 0, 0) <= everywhere {
				s.beings[f.rivalry-1] = append(s.beings[f.rivalry-1], f.id)
			}
		}
		switch {
		case !inTitle || f.kind == glossFeature:
		case f.kind == amountFeature:
			s.numbers = append(s.numbers, f.id)
		default:
			s.rest = append(s.rest, f.id)
		}
		if inTitle && f.kind != glossFeature && f.kind != dayFeature {
			s.order = append(s.order, said{f.id, strings.HasPrefix(r.reading.Title[f.end:], " by ")})
		}
	}
	for _, a := range r.reading.Amounts {
		if a.Start < len(r.reading.Title) && a.Unit != "" && a.Unit != calendarYear {
			s.amounts = append(s.amounts, a)
		}
	}
	for _, d := range r.reading.Days {
		if meant, ok := d.in(r.Published); ok && d.Start < len(r.reading.Title) {
			s.days = append(s.days, meant)
		}
	}
	return s
}

// everywhere is in how many of all reports a being is that none of them is about.
const everywhere = .15

// contradicts reports whether two headlines cannot tell the same story.
func (s *stance) contradicts(t *stance) bool {
	return s.swapsBeings(t) || s.swapsNumbers(t) || s.swapsAmounts(t) || s.swapsDays(t) || s.turns(t)
}

// swapsBeings: France bans it, Australia bans it.
func (s *stance) swapsBeings(t *stance) bool {
	for i := range s.beings {
		if len(s.beings[i]) > 0 && len(t.beings[i]) > 0 && !shareAny(s.beings[i], t.beings[i]) && !(shareAny(s.beings[i], t.all) && shareAny(t.beings[i], s.all)) {
			return true
		}
	}
	return false
}

func shareAny(x, y []uint64) bool {
	return slices.ContainsFunc(x, func(id uint64) bool { return slices.Contains(y, id) })
}

// swapsNumbers: the toll rises to 24, the toll rises to 27.
func (s *stance) swapsNumbers(t *stance) bool {
	return len(s.numbers) > 0 && len(t.numbers) > 0 && !shareAny(s.numbers, t.numbers) && slices.Equal(s.rest, t.rest)
}

// swapsAmounts: a fine of 345m, a fine of 530m. Rounded amounts are the same.
func (s *stance) swapsAmounts(t *stance) bool {
	for _, a := range s.amounts {
		other, same := false, false
		for _, x := range s.amounts {
			for _, y := range t.amounts {
				if x.Unit == a.Unit && y.Unit == a.Unit {
					other = true
					same = same || x.near(y)
				}
			}
		}
		if other && !same {
			return true
		}
	}
	return false
}

// near reports whether two amounts of one unit may be the same, one rounded.
func (a Amount) near(b Amount) bool {
	if a.Unit == "ordinal" {
		return a.Value == b.Value
	}
	return a.Value <= b.Value*1.06 && b.Value <= a.Value*1.06
}

// swapsDays: in effect on Jan. 19, in effect on Apr. 5.
func (s *stance) swapsDays(t *stance) bool {
	return len(s.days) > 0 && len(t.days) > 0 && !slices.ContainsFunc(s.days, func(d Day) bool { return slices.Contains(t.days, d) })
}

// turns: he sues her, she sues him; or he is sued by her.
func (s *stance) turns(t *stance) bool {
	for i := 1; i+1 < len(s.order); i++ {
		for j := 1; j+1 < len(t.order); j++ {
			did, same := s.order[i], t.order[j]
			if did.id != same.id {
				continue
			}
			who, whom, other, another := s.order[i-1].id, s.order[i+1].id, t.order[j-1].id, t.order[j+1].id
			if did.by != same.by {
				other, another = another, other
			}
			if who == another && whom == other && who != whom {
				return true
			}
		}
	}
	return false
}

// compared is how many reports of each of two stories are compared for contradictions.
const compared = 6

// contradict reports whether most reports of two stories contradict each other.
func (b *batch) contradict(x, y []int32) bool {
	x, y = x[:min(len(x), compared)], y[:min(len(y), compared)]
	n := 0
	for _, i := range x {
		for _, j := range y {
			if b.reports[i].stance.contradicts(&b.reports[j].stance) {
				n++
			}
		}
	}
	return 2*n > len(x)*len(y)
}
