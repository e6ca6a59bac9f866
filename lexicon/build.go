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
	release := Release{Source: CEDICT, Date: l.date, Entries: len(l.entries)}
	entries, err := edit(l.entries) // and no more of l, which is large
	if err = cmp.Or(err, ctx.Err()); err != nil {
		return Release{}, parts, err
	}
	progress(0.5)
	parts = pack(entries) // and no more of entries
	if len(parts[sectionEntries]) > fixedMost || release.Entries >= single {
		return Release{}, parts, fmt.Errorf("%d entries are more than a dictionary file holds", release.Entries)
	}
	progress(0.6)
	if err := ctx.Err(); err != nil {
		return Release{}, parts, err
	}
	parts[sectionSearch] = buildSearch(newBook(release, parts))
	progress(0.9)
	return release, parts, ctx.Err()
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
	entries, drafts := make([]Entry, len(raws)), make([]draft, len(raws))
	for i := range raws {
		drafts[i] = newDraft(raws[i], &entries[i])
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
		core.shorten(d.Entry)
	}
	order := newRanking(core).order(drafts)
	l := weigh(drafts, order, core)
	arrange(entries, order)
	l.entries = entries
	return l, nil
}

// weigh gives each draft its band, and returns the weights in an order. A reading that ranks last is rarer than its
// headword by far.
func weigh(drafts []draft, order []int32, core coreList) list {
	weights := make(map[string]uint8, len(drafts))
	for i := range drafts {
		weights[drafts[i].Simplified] = 0
	}
	commonness(weights)
	l := list{heads: make([]uint8, len(drafts)), ranks: make([]uint8, len(drafts))}
	last := ""
	for n, i := range order {
		d := &drafts[i]
		w := weights[d.Simplified]
		rank := max(w, core.weight(d.Entry))
		if d.last && d.Simplified == last {
			rank = uint8(max(int(rank)-96, 0))
		}
		last = d.Simplified
		d.Band = bandOf(rank)
		l.heads[n], l.ranks[n] = w, rank
	}
	return l
}

// arrange puts entries into an order, in place, since there are many.
func arrange(entries []Entry, order []int32) {
	for i, from := range order {
		for int(from) < i { // it has made room for another
			from = order[from]
		}
		entries[i], entries[from] = entries[from], entries[i]
	}
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

// order returns the places of drafts in the order of a book.
func (r ranking) order(drafts []draft) []int32 {
	order := make([]int32, len(drafts))
	weights := make([]uint8, len(drafts))
	for i := range drafts {
		order[i] = int32(i)
		drafts[i].cost, weights[i] = r.cost(&drafts[i]), r.core.weight(drafts[i].Entry)
	}
	slices.SortFunc(order, func(i, j int32) int {
		a, b := &drafts[i], &drafts[j]
		return cmp.Or(
			strings.Compare(a.Simplified, b.Simplified),
			cmp.Compare(a.cost, b.cost),
			cmp.Compare(weights[j], weights[i]),
			cmp.Compare(len(b.Glosses), len(a.Glosses)),
			cmp.Compare(i, j),
		)
	})
	return order
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
	if r.core.has(d.Entry) {
		cost -= 4
	}
	if form, listed := r.forms[d.Simplified]; listed && form == d.Traditional {
		cost -= 2
	}
	return cost
}
