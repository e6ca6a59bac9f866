package guide

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"
)

// BuiltinTimeline returns the timeline that comes with the program. It is read once.
func BuiltinTimeline() (*Timeline, error) { return timelineOnce() }

var timelineOnce = sync.OnceValues(func() (*Timeline, error) {
	const file = "data/timeline.yaml"
	src, err := data.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return ParseTimeline(file, src)
})

// ParseTimeline reads a file with a timeline. The error names every mistake, a line each.
func ParseTimeline(file string, src []byte) (*Timeline, error) {
	r, t := &dataReader{file: file}, &Timeline{}
	if top := r.parse(src); top != nil {
		r.timeline(top, t)
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	slices.SortStableFunc(t.Ahead, func(a, b Ahead) int { return cmp.Compare(a.Date, b.Date) })
	return t, nil
}

func (r *dataReader) timeline(top *yaml.Node, t *Timeline) {
	var named []func() // check places that are named, which come later in the file
	r.fields(top, map[string]func(*yaml.Node){
		"entries": r.list(func(n *yaml.Node) {
			e := r.entry(n)
			if last := len(t.Entries) - 1; last >= 0 && e.Date.First().Before(t.Entries[last].Date.First()) {
				r.fail(n, "%s stands behind %s", e.Date, t.Entries[last].Date)
			}
			t.Entries = append(t.Entries, e)
			named = append(named, func() { r.known(n, t, e.Place, Everywhere) })
		}),
		"places": r.list(func(n *yaml.Node) {
			p := r.place(n)
			if _, twice := t.place(p.ID); twice {
				r.fail(n, "%s given twice", p.ID)
			}
			t.Places = append(t.Places, p)
		}),
		"next_dates": r.list(func(n *yaml.Node) {
			a := r.ahead(n)
			t.Ahead = append(t.Ahead, a)
			named = append(named, func() { r.known(n, t, a.Place) })
		}),
	})
	for _, check := range named {
		check()
	}
	r.names(t)
}

// known refuses a place that the timeline does not have, and that is none of others.
func (r *dataReader) known(n *yaml.Node, t *Timeline, place string, others ...string) {
	if _, ok := t.place(place); !ok && !slices.Contains(others, place) {
		r.fail(n, "there is no place %s", place)
	}
}

func (r *dataReader) entry(n *yaml.Node) Entry {
	var e Entry
	r.fields(n, map[string]func(*yaml.Node){
		"date":       r.date(&e.Date),
		"until?":     r.date(&e.Until),
		"place":      r.id(&e.Place),
		"kind":       oneOf(r, &e.Kind, entryKinds...),
		"text":       r.texts(&e.Text, 160),
		"source":     r.source(&e.Source),
		"confidence": oneOf(r, &e.Confidence, High, Medium),
	})
	r.ordered(n, e.Date, e.Until)
	return e
}

// ordered refuses an end before its beginning.
func (r *dataReader) ordered(n *yaml.Node, from, until Date) {
	if from != "" && until != "" && until.Last().Before(from.First()) {
		r.fail(n, "%s ends before %s", until, from)
	}
}

func (r *dataReader) place(n *yaml.Node) Place {
	var p Place
	r.fields(n, map[string]func(*yaml.Node){
		"id":   r.id(&p.ID),
		"name": r.texts(&p.Name, 40),
		"also?": r.list(func(n *yaml.Node) {
			var name string
			r.line(&name, 40)(n)
			p.Also = append(p.Also, name)
		}),
		"status": oneOf(r, &p.Status, Statuses...),
		"rules?": r.list(func(n *yaml.Node) {
			p.Rules = append(p.Rules, r.rule(n))
		}),
		"text":    r.texts(&p.Text, 220),
		"checked": r.day(&p.Checked),
		"source":  r.source(&p.Source),
	})
	return p
}

func (r *dataReader) rule(n *yaml.Node) Rule {
	var rule Rule
	r.fields(n, map[string]func(*yaml.Node){
		"what":   oneOf(r, &rule.What, whats...),
		"since?": r.date(&rule.Since),
		"until?": r.date(&rule.Until),
		"about?": r.flag(&rule.About),
	})
	r.ordered(n, rule.Since, rule.Until)
	return rule
}

func (r *dataReader) ahead(n *yaml.Node) Ahead {
	var a Ahead
	var day time.Time
	r.fields(n, map[string]func(*yaml.Node){
		"date":   r.day(&day),
		"place":  r.id(&a.Place),
		"text":   r.texts(&a.Text, 160),
		"source": r.source(&a.Source),
	})
	a.Date = Date(day.Format(time.DateOnly))
	return a
}

// names refuses a name that two places have.
func (r *dataReader) names(t *Timeline) {
	owner := map[string]string{}
	for _, p := range t.Places {
		for _, name := range p.names() {
			if other := owner[name]; other != "" && other != p.ID {
				r.fail(nil, "the name %s is of %s and of %s", name, other, p.ID)
			}
			owner[name] = p.ID
		}
	}
}
