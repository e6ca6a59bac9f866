package character

import (
	"iter"
	"math"
)

// A StrokeName is the kind of a stroke.
type StrokeName string

// The kinds of strokes. The first six are straight or nearly so. The many strokes that
// bend are named in two kinds only, for their shapes do not tell them apart reliably.
const (
	Horizontal   StrokeName = "horizontal"    // 横 héng
	Vertical     StrokeName = "vertical"      // 竖 shù
	LeftFalling  StrokeName = "left-falling"  // 撇 piě
	RightFalling StrokeName = "right-falling" // 捺 nà
	Dot          StrokeName = "dot"           // 点 diǎn
	Rising       StrokeName = "rising"        // 提 tí
	VerticalHook StrokeName = "vertical-hook" // 竖钩 shùgōu, 弯钩 wāngōu
	SlantedHook  StrokeName = "slanted-hook"  // 斜钩 xiégōu, 卧钩 wògōu
	Turning      StrokeName = "turning"       // 折 zhé: any other that bends
	TurningHook  StrokeName = "turning-hook"  // 折钩 zhégōu: any other that bends and ends in a hook
)

// The limits below were set by comparing with the names that cnchar gives to 99,000
// strokes; docs/decisions has how often they agree.

// name finds the kind of a stroke by its shape.
func (s stroke) name() StrokeName {
	path := resample(s.median, 32)
	body := path[4:] // a brush often sets down sideways
	if straightness(body) > 0.86 && straightness(path) > 0.78 {
		return s.straightName(path)
	}
	return bentName(path)
}

// straightName is the kind of a stroke that does not bend.
func (s stroke) straightName(path []vector) StrokeName {
	last := len(path) - 1
	whole := path[last].minus(path[4])
	angle, length := whole.angle(), path[last].minus(path[0]).length()
	taper := s.width(path, 3*last/4) / s.width(path, last/4)
	switch {
	case angle > 100 || angle < -125:
		return LeftFalling
	case angle > 32 || angle > 9 && taper < 0.7:
		return Rising
	case angle > -2:
		return Horizontal
	case angle > -77 && taper > 1 && length < 130:
		return Dot
	case angle > -65:
		return RightFalling
	case angle < -94 && (taper > 0.82 && length < 104 || taper > 1.25 && length < 122): // as in 忄 and 心
		return Dot
	case bentLeft(path): // 撇点
		return Turning
	case angle > -102:
		return Vertical
	default:
		return LeftFalling
	}
}

// bentLeft reports whether a stroke that falls to the left then turns to the right.
func bentLeft(path []vector) bool {
	last := len(path) - 1
	first, then := path[last/3].minus(path[4]).angle(), path[last-1].minus(path[last*2/3]).angle()
	return first < -97 && then-first > 30
}

// bentName is the kind of a stroke that bends.
func bentName(path []vector) StrokeName {
	hook := hookStart(path)
	if hook == 0 {
		return Turning
	}
	straight := straightness(path[1:hook])
	switch angle := path[hook-1].minus(path[4]).angle(); {
	case straight > 0.88 && angle < -80 && angle > -130:
		return VerticalHook
	case straight > 0.8 && angle > -80 && angle < 4:
		return SlantedHook
	default:
		return TurningHook
	}
}

// hookStart is the place in a path where a hook begins, 0 if it has none: the last
// part is short and goes up.
func hookStart(path []vector) int {
	last := len(path) - 1
	for i := last - 1; i > last*5/8; i-- {
		before, after := path[i].minus(path[i-3]), path[last].minus(path[i])
		if up := after.angle(); turn(before, after) > 50 && (up > 50 || up < -172) && after.length() > 18 {
			return i
		}
	}
	return 0
}

// turn is the angle between two directions, from 0 to 180.
func turn(v, w vector) float64 {
	d := math.Abs(v.angle() - w.angle())
	return min(d, 360-d)
}

// A vector is a place or a distance, exactly.
type vector struct{ x, y float64 }

func (v vector) minus(w vector) vector  { return vector{v.x - w.x, v.y - w.y} }
func (v vector) plus(w vector) vector   { return vector{v.x + w.x, v.y + w.y} }
func (v vector) times(f float64) vector { return vector{v.x * f, v.y * f} }
func (v vector) length() float64        { return math.Hypot(v.x, v.y) }
func (v vector) angle() float64         { return math.Atan2(-v.y, v.x) * 180 / math.Pi } // counter-clockwise from the right
func (p point) vector() vector          { return vector{float64(p.x), float64(p.y)} }

// resample divides a line into n parts of equal length.
func resample(line []point, n int) []vector {
	total := 0.0
	for i := range line[1:] {
		total += line[i+1].vector().minus(line[i].vector()).length()
	}
	out := []vector{line[0].vector()}
	gone, next := 0.0, total/float64(n)
	for i := range line[1:] {
		from, to := line[i].vector(), line[i+1].vector()
		long := to.minus(from).length()
		for ; next <= gone+long && len(out) < n && long > 0; next += total / float64(n) {
			out = append(out, from.plus(to.minus(from).times((next-gone)/long)))
		}
		gone += long
	}
	for len(out) <= n {
		out = append(out, line[len(line)-1].vector())
	}
	return out
}

// straightness is the distance between the ends of a line, as a part of its length.
func straightness(path []vector) float64 {
	total := 0.0
	for i := range path[1:] {
		total += path[i+1].minus(path[i]).length()
	}
	if total == 0 {
		return 1
	}
	return path[len(path)-1].minus(path[0]).length() / total
}

// width is how wide a stroke is across its path at path[i], where that is inside.
func (s stroke) width(path []vector, i int) float64 {
	along := path[min(i+1, len(path)-1)].minus(path[max(i-1, 0)])
	across := vector{-along.y, along.x}.times(1 / max(along.length(), 1e-9))
	left, right := 60.0, 60.0
	for a, b := range s.polygon() {
		// path[i] + t·across = a + u·(b-a)
		edge, to := b.minus(a), a.minus(path[i])
		cross := across.x*edge.y - across.y*edge.x
		if cross == 0 {
			continue
		}
		t, u := (to.x*edge.y-to.y*edge.x)/cross, (to.x*across.y-to.y*across.x)/cross
		switch {
		case u < 0 || u > 1:
		case t >= 0:
			left = min(left, t)
		default:
			right = min(right, -t)
		}
	}
	return left + right
}

// polygon yields the edges of the outline, with its short curves as straight lines.
func (s stroke) polygon() iter.Seq2[vector, vector] {
	return func(yield func(a, b vector) bool) {
		at := s.start.vector()
		for _, g := range s.outline {
			end := g.points[g.kind-1].vector()
			if !yield(at, end) {
				return
			}
			at = end
		}
		yield(at, s.start.vector())
	}
}
