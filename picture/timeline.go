package picture

import (
	"fmt"
	"image"
)

// A Timeline tells what happened when, from top to bottom.
type Timeline struct {
	Title   string
	Moments []Moment
	Foot    string // small, below the rest; empty: nothing
}

// A Moment is one thing that happened.
type Moment struct {
	Date string // and whatever else stands in the first line, such as the place
	Text string
}

// Pixels of a timeline.
const (
	axis   = margin + 8 // the middle of the line
	beside = axis + 32  // where text begins
	dot    = 18
)

// Timeline draws a timeline for readers of a language, with the errors of [Fonts.Table].
func (f *Fonts) Timeline(lang string, t Timeline) ([]byte, error) {
	s := &sheet{pen: f.pen(lang), y: margin}
	if err := s.timeline(t); err != nil {
		return nil, fmt.Errorf("draw a timeline: %w", err)
	}
	return s.png()
}

func (s *sheet) timeline(t Timeline) error {
	if err := s.add(titleLook, t.Title); err != nil {
		return err
	}
	s.y += gap
	top := s.y
	for _, m := range t.Moments {
		s.marks = append(s.marks, image.Rect(axis-dot/2, s.y+8, axis+dot/2, s.y+8+dot))
		for _, part := range []struct {
			look look
			text string
		}{{labelLook, m.Date}, {bodyLook, m.Text}} {
			bottom, err := s.put(beside, s.y, width-margin-beside, part.look, part.text)
			if err != nil {
				return err
			}
			s.y = bottom
		}
		s.y += gap
	}
	if len(t.Moments) > 0 {
		s.boxes = append(s.boxes, image.Rect(axis-2, top+8, axis+2, s.y-gap))
	}
	return s.add(noteLook, t.Foot)
}
