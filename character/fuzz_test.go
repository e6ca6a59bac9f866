package character

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// FuzzOpen opens anything, and looks up and draws what is in it.
func FuzzOpen(f *testing.F) {
	c := Character{Rune: '一', Structure: LeftRight, Components: []string{"丁"}, strokes: []stroke{{
		start: point{1, 2}, outline: []segment{{line, [3]point{{9, 9}}}, {curve, [3]point{{5, 5}, {1, 9}}}}, median: []point{{1, 1}, {9, 9}},
	}}}
	whole, err := pack("licence", map[rune][]byte{'一': c.encode(), '丁': (Character{}).encode()}, Release{Characters: 2, Drawn: 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)-7])
	f.Add([]byte(title + "1\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file := filepath.Join(t.TempDir(), "c")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, invalid := Verify(file)
		cs, err := Open(file)
		if err != nil {
			return
		}
		defer cs.Close()
		for _, r := range cs.runes {
			if _, ok := cs.Character(r); !ok && invalid == nil {
				t.Errorf("%U is in the file, which is sound, but not found", r)
			}
		}
	})
}

// FuzzDecode decodes anything, and names and draws what comes out of it.
func FuzzDecode(f *testing.F) {
	c := Character{Structure: Enclosed, Components: []string{"囗", "玉"}, strokes: []stroke{{
		start: point{100, 100}, outline: []segment{{line, [3]point{{400, 100}}}, {cubic, [3]point{{400, 120}, {100, 120}, {90, 110}}}},
		median: []point{{100, 110}, {400, 110}, {400, 300}},
	}}}
	f.Add(c.encode())
	f.Add((Character{}).encode())
	f.Fuzz(func(t *testing.T, record []byte) {
		c, err := decode('x', record)
		if err != nil {
			return
		}
		again, err := decode('x', c.encode())
		if err != nil || !bytes.Equal(again.encode(), c.encode()) {
			t.Errorf("is not encoded as it was: %v", err)
		}
		if c.StrokeNames(); c.Strokes == 0 || c.Strokes > 100 {
			return
		}
		if _, err := c.PNG(); err != nil {
			t.Error(err)
		}
		if _, err := c.GIF(); err != nil {
			t.Error(err)
		}
	})
}
