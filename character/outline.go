package character

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// side is the length of the square in which characters are drawn, in our units.
// Its left upper corner is 0, 0.
const side = 512

// Upstream draws in a square of 1024, whose upper edge is at 900 and whose y grows
// upward.
const (
	theirSide = 1024
	theirTop  = 900
)

// A point is a place in the square. Strokes may reach a little beyond it.
type point struct{ x, y int16 }

// A segment is a straight line or a curve from where the one before it ended.
type segment struct {
	kind   segmentKind
	points [3]point // as many as the kind has, the end last
}

// A segmentKind says by how many points a segment is drawn.
type segmentKind byte

const (
	line  segmentKind = iota + 1 // its end
	curve                        // quadratic: a control point, and its end
	cubic                        // two control points, and its end
)

// A stroke is what is drawn without lifting the brush.
type stroke struct {
	start   point     // of the outline
	outline []segment // around the stroke and back to start
	median  []point   // along the stroke, at least two
}

// verbs are SVG's names of the kinds.
var verbs = map[string]segmentKind{"L": line, "Q": curve, "C": cubic}

// parseOutline reads an outline in the notation of SVG's paths: M, then L, Q and C with
// absolute coordinates, Z at the end.
func parseOutline(path string) (start point, outline []segment, err error) {
	words := strings.Fields(path)
	points := func(n int) (all [3]point, err error) {
		if len(words) < 2*n+1 {
			return all, errors.New("the outline ends too early")
		}
		for i := range n {
			if all[i], err = parsePoint(words[2*i+1], words[2*i+2]); err != nil {
				return all, err
			}
		}
		words = words[2*n+1:]
		return all, nil
	}
	if len(words) == 0 || words[0] != "M" {
		return start, nil, errors.New("the outline does not begin with M")
	}
	first, err := points(1)
	for err == nil && len(words) > 0 && words[0] != "Z" {
		s := segment{kind: verbs[words[0]]}
		if s.kind == 0 {
			return start, nil, fmt.Errorf("the outline has %q in it", words[0])
		}
		s.points, err = points(int(s.kind))
		outline = append(outline, s)
	}
	switch {
	case err != nil:
		return start, nil, err
	case len(words) != 1:
		return start, nil, errors.New("the outline does not end with one Z")
	case len(outline) < 2:
		return start, nil, errors.New("the outline encloses nothing")
	}
	return first[0], outline, nil
}

func parsePoint(x, y string) (point, error) {
	fx, err := strconv.ParseFloat(x, 64)
	if err != nil {
		return point{}, err
	}
	fy, err := strconv.ParseFloat(y, 64)
	if err != nil {
		return point{}, err
	}
	return ourPoint(fx, fy)
}

// ourPoint is a place given in upstream's square.
func ourPoint(x, y float64) (point, error) {
	const far = 2 * theirSide
	if !(math.Abs(x) < far && math.Abs(y) < far) { // not a number, too
		return point{}, fmt.Errorf("the point %g, %g is outside the square", x, y)
	}
	scale := func(v float64) int16 { return int16(math.Round(v * side / theirSide)) }
	return point{scale(x), scale(theirTop - y)}, nil
}
