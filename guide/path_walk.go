package guide

// A Walk is a path with how far somebody is on it, which follows from what they have read of its guides, wherever they
// read it.
type Walk struct {
	Path
	read map[string]Progress // by guide
}

// NewWalk is how far a reader is on a path, by their progress with guides that come with the program.
func NewWalk(p Path, read []Progress) Walk {
	w := Walk{p, map[string]Progress{}}
	for _, r := range read {
		if r.Server == "" {
			w.read[r.Guide] = r
		}
	}
	return w
}

// Done reports whether a stop was read.
func (w Walk) Done(s Stop) bool { return w.read[s.Guide.Name].Finished(s.ID()) }

// Count returns how many stops were read.
func (w Walk) Count() int {
	n := 0
	for _, s := range w.Stops {
		if w.Done(s) {
			n++
		}
	}
	return n
}

// Finished reports whether every stop was read.
func (w Walk) Finished() bool { return w.Count() == len(w.Stops) }

// Next returns the first unread stop from a position on, round to the beginning, or -1 if all were read.
func (w Walk) Next(from int) int {
	for n := range w.Stops {
		if i := (from + n) % len(w.Stops); !w.Done(w.Stops[i]) {
			return i
		}
	}
	return -1
}

// Resume returns the stop to continue at, the first unread one; of a finished path the first.
func (w Walk) Resume() int { return max(w.Next(0), 0) }

// Changed reports whether a stop's text is another one than when it was read.
func (w Walk) Changed(s Stop) bool {
	return w.read[s.Guide.Name].ChangedStep(s.Guide, s.Guide.Steps[s.Step])
}

// Rewritten returns the stops whose text is another one than when they were read.
func (w Walk) Rewritten() []Stop {
	var changed []Stop
	for _, s := range w.Stops {
		if w.Changed(s) {
			changed = append(changed, s)
		}
	}
	return changed
}
