package news

import "slices"

// A memory is what a digest told before.
type memory struct {
	items   map[string]retold   // by id, as they were when last told
	regroup map[string][]retold // what tells the same as a story of the pool, by the story's id
}

// A retold is an item that was told, and the run that told it.
type retold struct {
	item Item
	run  Run
}

// told is what was told of one story: the items as they were then, and the last run
// that told any.
type told struct {
	items []Item
	run   Run
}

func (t told) any() bool { return len(t.items) > 0 }

// knows is 1 for an item whose headline was told, by whomever, and 0 for others.
func (t told) knows(it Item) int {
	if slices.ContainsFunc(t.items, func(was Item) bool { return was.Title == it.Title }) {
		return 1
	}
	return 0
}

// item reports whether an item was told, whatever its headline was then.
func (t told) item(id string) bool {
	return slices.ContainsFunc(t.items, func(was Item) bool { return was.ID == id })
}

// remember is what a digest told. Items that were told but are in the pool no more are
// grouped with its stories once again, since a report that came later may be of the same.
func (p *Pool) remember(d Digest, w Window, history []Run) memory {
	m := memory{items: map[string]retold{}}
	var gone []Judged
	for _, r := range history {
		if r.Outcome != Posted {
			continue
		}
		for _, s := range r.Stories {
			for _, it := range s.Items {
				old, known := m.items[it.ID]
				if !known && !p.held[it.ID] {
					gone = append(gone, Judged{it, Verdict{Kept: true, Topic: s.Topic, Score: s.Score}})
				}
				if !known || old.run.At.Before(r.At) {
					m.items[it.ID] = retold{it, r}
				}
			}
		}
	}
	if len(gone) > 0 {
		m.regroup = p.regrouped(d, w, m, gone)
	}
	return m
}

// regrouped are the items told, by the id of the pool's story that is the same as theirs.
func (p *Pool) regrouped(d Digest, w Window, m memory, gone []Judged) map[string][]retold {
	fresh := map[string]string{} // item → its story
	var all []Judged
	for _, s := range p.stories {
		if !w.news(s) || m.of(s).any() {
			continue
		}
		for _, it := range s.Items {
			fresh[it.ID] = s.ID
			all = append(all, Judged{it, Verdict{Kept: true, Topic: s.Topic, Score: s.Score}})
		}
	}
	if len(all) == 0 {
		return nil
	}
	same := map[string][]retold{}
	for _, s := range Group(p.reader, append(gone, all...), d.Languages, d.Grouping) {
		for _, it := range s.Items {
			story, ok := fresh[it.ID]
			if !ok || same[story] != nil {
				continue
			}
			for _, was := range s.Items {
				if t, known := m.items[was.ID]; known {
					same[story] = append(same[story], t)
				}
			}
		}
	}
	return same
}

// of is what was told of a story.
func (m memory) of(s Story) (t told) {
	tell := func(r retold) {
		t.items = append(t.items, r.item)
		if len(t.items) == 1 || r.run.At.After(t.run.At) {
			t.run = r.run
		}
	}
	for _, it := range s.Items {
		if r, ok := m.items[it.ID]; ok {
			tell(r)
		}
	}
	for _, r := range m.regroup[s.ID] {
		tell(r)
	}
	return t
}

// enoughPublishers is how many publishers have to take a story up for it to be told again.
const enoughPublishers = 3

// developed reports whether there is more to a story than was told: a headline with a
// number, a place, a person or a body that nobody had then, or [enoughPublishers] others
// who report it in their own words. A reworded headline is no news.
func (r *Reader) developed(s Story, before told) bool {
	known := map[string]bool{}
	publishers, words := map[string]bool{}, map[string]bool{}
	for _, it := range before.items {
		_, all := r.details(it)
		for _, d := range all {
			known[d.name] = true
		}
		publishers[fold(it.Publisher)] = true
		words[r.Read(it).Title] = true
	}
	others := 0
	for _, it := range s.Items {
		if before.knows(it) == 1 || !it.Seen.After(before.run.At) && !it.Edited.After(before.run.At) {
			continue
		}
		headline, _ := r.details(it)
		if slices.ContainsFunc(headline, func(d detail) bool { return !known[d.name] && (!d.trivial || before.item(it.ID)) }) {
			return true
		}
		who, said := fold(it.Publisher), r.Read(it).Title
		if !publishers[who] && !words[said] {
			others++
		}
		publishers[who], words[said] = true, true
	}
	return others >= enoughPublishers
}

// details are what makes an item news within its story: the amounts and days that its
// headline gives, and the places, persons and bodies that it names; and those of all its text.
func (r *Reader) details(it Item) (headline, all []detail) {
	reading := r.Read(it)
	note := func(name string, end int, trivial bool) {
		d := detail{name, trivial}
		all = append(all, d)
		if end <= len(reading.Title) {
			headline = append(headline, d)
		}
	}
	for _, a := range reading.Amounts {
		note("amount "+a.name(), a.End, a.trivial())
	}
	for _, d := range reading.Days {
		if day, known := d.in(it.Published); known && d.Of != 0 { // a weekday is mostly that of the report
			note("day "+day.name(), d.End, false)
		}
	}
	for _, m := range reading.Mentions {
		if c, _ := r.Concepts().ByID(m.Concept); slices.Contains([]string{"place", "person", "body"}, c.Kind) {
			note("concept "+m.Concept, m.End, false)
		}
	}
	return headline, all
}

// A detail is one of them. A trivial one, as in "five things to know", is news only where
// it changed in a headline that was told.
type detail struct {
	name    string
	trivial bool
}
