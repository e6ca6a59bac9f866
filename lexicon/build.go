package lexicon

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Build makes a dictionary of CC-CEDICT text and writes it to file, which is replaced only when all has gone well.
// progress, if not nil, is told how much is done, from 0 to 1. A source that is cut short or in another format than ours
// to read is refused with a *[SyntaxError].
func Build(ctx context.Context, cedict io.Reader, file string, progress func(done float64)) (Release, error) {
	if progress == nil {
		progress = func(float64) {}
	}
	release, parts, err := build(ctx, cedict, progress)
	if err == nil {
		err = writeFile(file, release, parts)
	}
	if err != nil {
		return Release{}, fmt.Errorf("build %s: %w", file, err)
	}
	progress(1)
	return release, nil
}

// build is all of Build but the writing.
func build(ctx context.Context, cedict io.Reader, progress func(done float64)) (Release, sections, error) {
	var parts sections
	progress(0)
	l, err := readCEDICT(cedict)
	if err != nil {
		return Release{}, parts, err
	}
	progress(0.2)
	date := l.date // and no more of l, which is large
	entries, err := edit(l.entries)
	if err = cmp.Or(err, ctx.Err()); err != nil {
		return Release{}, parts, err
	}
	progress(0.5)
	parts = pack(entries)
	if len(parts[sectionEntries]) > fixedMost || len(entries.entries) >= single {
		return Release{}, parts, fmt.Errorf("%d entries are more than a dictionary file holds", len(entries.entries))
	}
	progress(0.6)
	if err := ctx.Err(); err != nil {
		return Release{}, parts, err
	}
	if parts[sectionSearch], err = buildSearch(entries.entries, entries.ranks); err != nil {
		return Release{}, parts, err
	}
	progress(0.9)
	return Release{Source: CEDICT, Date: date, Entries: len(entries.entries)}, parts, ctx.Err()
}

// edit makes entries of raw lines: references resolved, weighed, and in order.
func edit(raws []raw) (list, error) {
	core, err := readCore()
	if err != nil {
		return list{}, err
	}
	marks, err := readMarked()
	if err != nil {
		return list{}, err
	}
	drafts := make([]draft, len(raws))
	for i := range raws {
		drafts[i] = newDraft(raws[i])
	}
	res := newResolver(drafts)
	glosses := make([][]string, len(drafts))
	for i := range drafts {
		glosses[i] = res.resolve(i)
	}
	for i := range drafts {
		d := &drafts[i]
		d.Glosses = glosses[i]
		if d.Mark == "" && len(d.refs) > 0 {
			d.Mark = markOf(labelsOf(d.Glosses[:len(d.Glosses)-len(d.refs)]))
		}
		if m, marked := marks[d.Simplified]; marked {
			d.Mark = m
		}
		core.shorten(&d.Entry)
	}
	newRanking(core).sort(drafts)
	return weigh(drafts, core), nil
}

// weigh gives each entry its weight and its band. A reading that ranks last is rarer than its headword by far.
func weigh(drafts []draft, core coreList) list {
	weights := make(map[string]uint8, len(drafts))
	for i := range drafts {
		weights[drafts[i].Simplified] = 0
	}
	commonness(weights)
	l := list{make([]Entry, 0, len(drafts)), make([]uint8, 0, len(drafts)), make([]uint8, 0, len(drafts))}
	for i := range drafts {
		d := &drafts[i]
		w := weights[d.Simplified]
		rank := max(w, core.weight(&d.Entry))
		if d.last && (i > 0 && drafts[i-1].Simplified == d.Simplified) {
			rank = uint8(max(int(rank)-96, 0))
		}
		d.Band = bandOf(rank)
		l.add(d.Entry, w, rank)
	}
	return l
}

// A ranking orders entries by headword and, within one, the likeliest first.
type ranking struct {
	core     coreList
	readings *readings
	forms    map[string]string
}

func newRanking(core coreList) ranking {
	return ranking{core, newReadings(), traditionalOverrides()}
}

func (r ranking) sort(drafts []draft) {
	for i := range drafts {
		drafts[i].cost = r.cost(&drafts[i])
	}
	slices.SortStableFunc(drafts, func(a, b draft) int {
		return cmp.Or(
			strings.Compare(a.Simplified, b.Simplified),
			cmp.Compare(a.cost, b.cost),
			cmp.Compare(r.core.weight(&b.Entry), r.core.weight(&a.Entry)),
			cmp.Compare(len(b.Glosses), len(a.Glosses)),
		)
	})
}

// cost is lower for what is likelier meant.
func (r ranking) cost(d *draft) int {
	cost := 0
	if d.last {
		cost += 8
	}
	if d.Mark != "" {
		cost += 16
	}
	if slices.Equal(r.readings.usual(d.Simplified), d.Pinyin) {
		cost -= 4
	}
	if r.core.has(&d.Entry) {
		cost -= 4
	}
	if form, listed := r.forms[d.Simplified]; listed && form == d.Traditional {
		cost -= 2
	}
	return cost
}
