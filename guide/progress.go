package guide

import (
	"slices"
	"time"
)

// Progress is how far one person is with one guide. Its methods change nothing: they return what is to be saved.
type Progress struct {
	Person string // who reads
	Server string // where; empty outside a server
	Guide  string // the guide's name
	Step   string // the id of the step that is open
	Done   []Done // the finished steps, in the order in which they were finished
	At     time.Time
}

// Done is a finished step, as it was when it was read.
type Done struct {
	Step string
	Lang string
	Hash string // of the text in that language
}

// Open returns the progress with another step open. A step that the guide does not have leaves it as it was.
func (p Progress) Open(g Guide, step string, now time.Time) Progress {
	if g.Index(step) >= 0 {
		p.Step, p.At = step, now
	}
	return p
}

// Finish returns the progress with a step done and the one after it open; the last step stays open. Finishing a step again
// notes the text it has now. A step that the guide does not have, as an old button may name, leaves the progress as it was.
func (p Progress) Finish(g Guide, step string, now time.Time) Progress {
	i := g.Index(step)
	if i < 0 {
		return p
	}
	done := slices.DeleteFunc(slices.Clone(p.Done), func(d Done) bool { return d.Step == step })
	p.Done = append(done, Done{step, g.Lang, g.Steps[i].Hash})
	p.Step, p.At = g.Steps[min(i+1, len(g.Steps)-1)].ID, now
	return p
}

// Resume returns the index of the step to continue at: the open one; if it has gone, the first unfinished step after the
// one finished last that is still there; else the first unfinished one. Of a finished guide it is the first step.
func (p Progress) Resume(g Guide) int {
	if i := g.Index(p.Step); i >= 0 {
		return i
	}
	from := 0
	for _, d := range slices.Backward(p.Done) {
		if i := g.Index(d.Step); i >= 0 {
			from = i + 1
			break
		}
	}
	for n := range g.Steps {
		if i := (from + n) % len(g.Steps); !p.Finished(g.Steps[i].ID) {
			return i
		}
	}
	return 0
}

// Count returns how many of the guide's present steps are done.
func (p Progress) Count(g Guide) int {
	n := 0
	for _, s := range g.Steps {
		if p.Finished(s.ID) {
			n++
		}
	}
	return n
}

// Changed returns the finished steps whose text is another one now than when it was read in the same language. It cannot
// tell about a step that was read in another language.
func (p Progress) Changed(g Guide) []Step {
	var changed []Step
	for _, s := range g.Steps {
		if p.ChangedStep(g, s) {
			changed = append(changed, s)
		}
	}
	return changed
}

// ChangedStep reports whether Changed has a step of the guide.
func (p Progress) ChangedStep(g Guide, s Step) bool {
	return slices.ContainsFunc(p.Done, func(d Done) bool { return d.Step == s.ID && d.Lang == g.Lang && d.Hash != s.Hash })
}

// Finished reports whether a step is done.
func (p Progress) Finished(step string) bool {
	return slices.ContainsFunc(p.Done, func(d Done) bool { return d.Step == step })
}
