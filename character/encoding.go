package character

import (
	"encoding/binary"
	"errors"
	"math"
	"unicode/utf8"
)

// A record is a character as it stands in the file:
//
//	structure    length and text
//	components   number, then length and text of each
//	strokes      number, then of each: median, start of the outline, number of segments, segments
//
// Numbers are varints, and a point is given by its distance from the one before it.

// errRecord is returned for a record that no [Build] has written.
var errRecord = errors.New("a character's record is damaged")

// A writer writes a record.
type writer struct {
	out []byte
	at  point
}

func (w *writer) count(n int)   { w.out = binary.AppendUvarint(w.out, uint64(n)) }
func (w *writer) text(s string) { w.count(len(s)); w.out = append(w.out, s...) }

func (w *writer) point(p point) {
	w.out = binary.AppendVarint(w.out, int64(p.x)-int64(w.at.x))
	w.out = binary.AppendVarint(w.out, int64(p.y)-int64(w.at.y))
	w.at = p
}

// encode is the record of a character.
func (c Character) encode() []byte {
	var w writer
	w.text(string(c.Structure))
	w.count(len(c.Components))
	for _, part := range c.Components {
		w.text(part)
	}
	w.count(len(c.strokes))
	for _, s := range c.strokes {
		w.at = point{}
		w.count(len(s.median))
		for _, p := range s.median {
			w.point(p)
		}
		w.point(s.start)
		w.count(len(s.outline))
		for _, g := range s.outline {
			w.out = append(w.out, byte(g.kind))
			for _, p := range g.points[:g.kind] {
				w.point(p)
			}
		}
	}
	return w.out
}

// A reader reads a record. After the first mistake it reads only zeros.
type reader struct {
	in  []byte
	at  point
	err error
}

func (r *reader) number() uint32 {
	n, size := binary.Uvarint(r.in)
	if size <= 0 || n > math.MaxUint32 {
		r.fail()
		return 0
	}
	r.in = r.in[size:]
	return uint32(n)
}

// count reads how many things follow, each of which takes at least one byte.
func (r *reader) count() int {
	n := r.number()
	if uint64(n) > uint64(len(r.in)) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *reader) bytes() []byte {
	n := r.count()
	b := r.in[:n]
	r.in = r.in[n:]
	return b
}

func (r *reader) text() string {
	s := string(r.bytes())
	if !utf8.ValidString(s) {
		r.fail()
	}
	return s
}

func (r *reader) point() point {
	x, y := r.move(r.at.x), r.move(r.at.y)
	r.at = point{x, y}
	return r.at
}

func (r *reader) move(from int16) int16 {
	d, size := binary.Varint(r.in)
	to := int64(from) + d
	if size <= 0 || d < -8*side || d > 8*side || to < -4*side || to > 4*side {
		r.fail()
		return 0
	}
	r.in = r.in[size:]
	return int16(to)
}

func (r *reader) fail() { r.in, r.err = nil, errRecord }

// decode reads the record of a character.
func decode(char rune, record []byte) (Character, error) {
	r := reader{in: record}
	c := Character{Rune: char, Structure: Structure(r.text())}
	for range r.count() {
		c.Components = append(c.Components, r.text())
	}
	for range r.count() {
		c.strokes = append(c.strokes, r.stroke())
	}
	c.Strokes = len(c.strokes)
	if r.err == nil && len(r.in) > 0 {
		r.fail()
	}
	return c, r.err
}

func (r *reader) stroke() (s stroke) {
	r.at = point{}
	for range r.count() {
		s.median = append(s.median, r.point())
	}
	s.start = r.point()
	for range r.count() {
		s.outline = append(s.outline, r.segment())
	}
	if len(s.median) < 2 {
		r.fail()
	}
	return s
}

func (r *reader) segment() (g segment) {
	if len(r.in) == 0 || r.in[0] < byte(line) || r.in[0] > byte(cubic) {
		r.fail()
		return g
	}
	g.kind, r.in = segmentKind(r.in[0]), r.in[1:]
	for i := range g.points[:g.kind] {
		g.points[i] = r.point()
	}
	return g
}
