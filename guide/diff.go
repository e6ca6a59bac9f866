package guide

import "slices"

// A Difference is what differs between two editions of a guide in one language.
type Difference struct {
	Lang                    string
	Began, Ended            bool // there was, or is, none in this language
	Head                    bool // the title, the summary or another thing that the guide says of itself
	Moved                   bool // steps stand in another order, or beside others
	Added, Changed, Removed []Step
}

// Compare returns what differs between two states of a guide, by language; languages without a difference are left out. A file
// that cannot be read any more counts as none.
func Compare(before, after Files) []Difference {
	var all []Difference
	for _, lang := range Languages {
		old, had, _ := before.Guide(lang)
		now, has, _ := after.Guide(lang)
		if before[lang] == after[lang] || !had && !has {
			continue
		}
		all = append(all, differences(lang, old, now, had, has))
	}
	return all
}

func differences(lang string, old, now Guide, had, has bool) Difference {
	d := Difference{Lang: lang, Began: has && !had, Ended: had && !has}
	d.Head = had && has && old.MarkHead() != now.MarkHead()
	for _, s := range now.Steps {
		i := old.Index(s.ID)
		switch {
		case i < 0:
			d.Added = append(d.Added, s)
		case !sameText(s, old.Steps[i]):
			d.Changed = append(d.Changed, s)
		}
	}
	for _, s := range old.Steps {
		if now.Index(s.ID) < 0 {
			d.Removed = append(d.Removed, s)
		}
	}
	d.Moved = had && has && !slices.Equal(order(old, now), order(now, old))
	return d
}

// sameText reports whether two states of a step say the same, wherever they stand.
func sameText(a, b Step) bool {
	return a.Hash == b.Hash && a.Checked.Equal(b.Checked) && a.Unclear == b.Unclear && slices.Equal(a.Sources, b.Sources)
}

// order is the places of the steps that other has too.
func order(g, other Guide) []string {
	var places []string
	for _, s := range g.Steps {
		if other.Index(s.ID) >= 0 {
			places = append(places, s.ID+" "+s.Before+" "+s.After)
		}
	}
	return places
}

// Count sums differences up.
func Count(all []Difference) Counts {
	var c Counts
	for _, d := range all {
		c.Added += len(d.Added)
		c.Changed += len(d.Changed)
		c.Removed += len(d.Removed)
	}
	return c
}
