package character

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Sources are what characters are built from, as their publishers have them.
type Sources struct {
	Strokes    []byte // npm's hanzi-writer-data: a gzipped tar archive with a file 好.json for each character, and ARPHICPL.TXT
	Components []byte // cjk-decomp: lines like 好:a(女,子)
}

// Build makes the file of characters, whole or not at all: a file that is there is
// replaced at the end. It takes seconds. progress hears now and then how much is done,
// from 0 to 1, and may be nil.
func Build(ctx context.Context, src Sources, file string, progress func(done float64)) (Release, error) {
	if progress == nil {
		progress = func(float64) {}
	}
	decompositions, err := parseDecompositions(src.Components)
	if err != nil {
		return Release{}, err
	}
	b := builder{decompositions: decompositions, records: map[rune][]byte{}}
	archive := bytes.NewReader(src.Strokes)
	err = b.readArchive(ctx, archive, func() {
		progress(0.9 * (1 - float64(archive.Len())/float64(len(src.Strokes))))
	})
	if err != nil {
		return Release{}, fmt.Errorf("read strokes: %w", err)
	}
	release := Release{Drawn: len(b.records)}
	if err := b.addComponents(); err != nil {
		return Release{}, err
	}
	release.Characters = len(b.records)
	content, err := pack(b.licence, b.records, release)
	if err != nil {
		return Release{}, err
	}
	if err := write(file, content); err != nil {
		return Release{}, err
	}
	progress(1)
	return release, nil
}

// A builder collects what goes into the file.
type builder struct {
	decompositions map[string]decomposition
	licence        string // of the strokes
	records        map[rune][]byte
	components     []string // of characters that were added
}

// readArchive adds every character of the archive, calling read after each file.
func (b *builder) readArchive(ctx context.Context, archive io.Reader, read func()) error {
	unzipped, err := gzip.NewReader(archive)
	if err != nil {
		return err
	}
	for files := tar.NewReader(unzipped); ; read() {
		h, err := files.Next()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == io.EOF && (len(b.records) == 0 || b.licence == ""):
			return errors.New("the archive lacks characters or their licence, ARPHICPL.TXT")
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		name := strings.TrimPrefix(h.Name, "package/")
		if name == "ARPHICPL.TXT" {
			text, err := io.ReadAll(io.LimitReader(files, 1<<20))
			if err != nil {
				return err
			}
			b.licence = string(text)
		}
		char, found := strings.CutSuffix(name, ".json")
		if r, size := utf8.DecodeRuneInString(char); found && size == len(char) && size > 1 {
			if err := b.addDrawn(r, files); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
}

// addDrawn adds a character that comes with its strokes.
func (b *builder) addDrawn(r rune, file io.Reader) error {
	var drawn struct {
		Strokes []string
		Medians [][][2]float64
	}
	if err := json.NewDecoder(io.LimitReader(file, 1<<20)).Decode(&drawn); err != nil {
		return err
	}
	if len(drawn.Strokes) == 0 || len(drawn.Strokes) != len(drawn.Medians) {
		return fmt.Errorf("%d strokes with %d medians", len(drawn.Strokes), len(drawn.Medians))
	}
	c := Character{Rune: r, Strokes: len(drawn.Strokes)}
	for i, path := range drawn.Strokes {
		s, err := newStroke(path, drawn.Medians[i])
		if err != nil {
			return fmt.Errorf("stroke %d: %w", i+1, err)
		}
		c.strokes = append(c.strokes, s)
	}
	b.add(c)
	return nil
}

// newStroke makes a stroke of upstream's outline and median.
func newStroke(path string, median [][2]float64) (s stroke, err error) {
	if s.start, s.outline, err = parseOutline(path); err != nil {
		return s, err
	}
	if len(median) < 2 {
		return s, errors.New("the median has no length")
	}
	for _, p := range median {
		at, err := ourPoint(p[0], p[1])
		if err != nil {
			return s, err
		}
		s.median = append(s.median, at)
	}
	return s, nil
}

// fewStrokes is the number of strokes up to which a character is taken for one whole:
// 大 is learnt as it is, not as 人 with 一.
const fewStrokes = 3

// add adds a character with its components.
func (b *builder) add(c Character) {
	if c.Strokes == 0 || c.Strokes > fewStrokes {
		c.Structure, c.Components = compose(string(c.Rune), b.decompositions)
	}
	b.components = append(b.components, c.Components...)
	b.records[c.Rune] = c.encode()
}

// addComponents adds what the characters are made of, and what that is made of, as far
// as it was not drawn. Those have components only.
func (b *builder) addComponents() error {
	for len(b.components) > 0 {
		part := b.components[len(b.components)-1]
		b.components = b.components[:len(b.components)-1]
		r, _ := utf8.DecodeRuneInString(part)
		if _, known := b.records[r]; !known {
			b.add(Character{Rune: r})
		}
	}
	if len(b.records) == 0 {
		return errors.New("no characters")
	}
	return nil
}
