package character_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"magpie/character"
)

// own are a few characters of our own drawing, in the shape that upstream's have.
func own(t testing.TB) map[string]string {
	t.Helper()
	files := map[string]string{"package/ARPHICPL.TXT": "Drawn for tests; do with it what you like.\n", "package/README.md": "# Drawn\n"}
	paths, err := filepath.Glob("testdata/drawn/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d drawings, %v", len(paths), err)
	}
	for _, path := range paths {
		files["package/"+filepath.Base(path)] = read(t, path)
	}
	return files
}

// ownComponents are lines of cjk-decomp of our own.
func ownComponents(t testing.TB) []byte { return []byte(read(t, "testdata/components.txt")) }

func read(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	check(t, err)
	return string(text)
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// archive packs files as npm does.
func archive(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	for name, text := range files {
		check(t, w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text))}))
		_, err := w.Write([]byte(text))
		check(t, err)
	}
	check(t, errors.Join(w.Close(), z.Close()))
	return out.Bytes()
}

// build builds a file of our own characters and returns its path.
func build(t testing.TB) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "characters.magpie")
	src := character.Sources{Strokes: archive(t, own(t)), Components: ownComponents(t)}
	release, err := character.Build(t.Context(), src, file, nil)
	check(t, err)
	if want := (character.Release{Characters: 8, Drawn: 7}); release != want {
		t.Errorf("built %+v, want %+v", release, want)
	}
	return file
}

func open(t testing.TB, file string) *character.Characters {
	t.Helper()
	cs, err := character.Open(file)
	check(t, err)
	t.Cleanup(func() { check(t, cs.Close()) })
	return cs
}

func TestCharacter(t *testing.T) {
	t.Parallel()
	cs := open(t, build(t))
	for _, test := range []struct {
		want    character.Character
		strokes []character.StrokeName
	}{
		{character.Character{Rune: '一', Strokes: 1}, []character.StrokeName{character.Horizontal}},
		{character.Character{Rune: '十', Strokes: 2}, []character.StrokeName{character.Horizontal, character.Vertical}},
		{character.Character{Rune: '口', Strokes: 3}, []character.StrokeName{character.Vertical, character.Turning, character.Horizontal}},
		{character.Character{Rune: '大', Strokes: 3}, []character.StrokeName{character.Horizontal, character.LeftFalling, character.RightFalling}},
		{
			character.Character{Rune: '古', Strokes: 5, Structure: character.TopBottom, Components: []string{"十", "口"}},
			[]character.StrokeName{character.Horizontal, character.Vertical, character.Vertical, character.Turning, character.Horizontal},
		},
		{character.Character{Rune: '小', Strokes: 3}, []character.StrokeName{character.VerticalHook, character.LeftFalling, character.RightFalling}},
		{
			character.Character{Rune: '固', Strokes: 8, Structure: character.Enclosed, Components: []string{"囗", "十", "口"}},
			[]character.StrokeName{
				character.Vertical, character.Turning, character.Horizontal, character.Vertical,
				character.Vertical, character.Turning, character.Horizontal, character.Horizontal,
			},
		},
		{character.Character{Rune: '囗'}, []character.StrokeName{}},
	} {
		got, ok := cs.Character(test.want.Rune)
		if diff := cmp.Diff(test.want, got, cmpopts.IgnoreUnexported(character.Character{})); !ok || diff != "" {
			t.Errorf("%c: found %t\n%s", test.want.Rune, ok, diff)
		}
		if diff := cmp.Diff(test.strokes, got.StrokeNames()); diff != "" {
			t.Errorf("strokes of %c:\n%s", test.want.Rune, diff)
		}
	}
	if c, ok := cs.Character('龍'); ok {
		t.Errorf("found %+v", c)
	}
}

func TestBuildTellsProgress(t *testing.T) {
	t.Parallel()
	var told []float64
	src := character.Sources{Strokes: archive(t, own(t)), Components: ownComponents(t)}
	_, err := character.Build(t.Context(), src, filepath.Join(t.TempDir(), "c"), func(done float64) { told = append(told, done) })
	check(t, err)
	if len(told) < 2 || !slices.IsSorted(told) || told[len(told)-1] != 1 {
		t.Errorf("told %v", told)
	}
}

func TestLicenceStandsInTheFile(t *testing.T) {
	t.Parallel()
	text := read(t, build(t))
	for _, want := range []string{character.Credit, own(t)["package/ARPHICPL.TXT"]} {
		if !strings.Contains(text, want) {
			t.Errorf("the file does not say %q", want)
		}
	}
}

// TestBuildRefuses checks that bad sources are named and leave the old file alone.
func TestBuildRefuses(t *testing.T) {
	t.Parallel()
	drawing := func(strokes, medians string) map[string]string {
		return map[string]string{"package/好.json": `{"strokes": [` + strokes + `], "medians": [` + medians + `]}`}
	}
	const path, median = `"M 0 0 L 9 9 L 0 9 Z"`, `[[0, 0], [9, 9]]`
	for name, test := range map[string]struct {
		files      map[string]string // on top of a licence
		components string
		want       string
	}{
		"no characters":     {nil, "", "the archive lacks characters"},
		"no licence":        {map[string]string{"package/ARPHICPL.TXT": ""}, "", "ARPHICPL.TXT"},
		"no JSON":           {map[string]string{"package/好.json": "<html>"}, "", "好.json: invalid character '<'"},
		"fewer medians":     {drawing(path, ""), "", "1 strokes with 0 medians"},
		"short median":      {drawing(path, `[[0, 0]]`), "", "stroke 1: the median has no length"},
		"far median":        {drawing(path, `[[0, 0], [1e9, 0]]`), "", "is outside the square"},
		"relative outline":  {drawing(`"m 0 0 l 9 9 z"`, median), "", "does not begin with M"},
		"unknown verb":      {drawing(`"M 0 0 L 9 9 A 1 1 Z"`, median), "", `has "A" in it`},
		"glued verb":        {drawing(`"M 0 0 L 9 9 LQ 1 1 Z"`, median), "", `has "LQ" in it`},
		"open outline":      {drawing(`"M 0 0 L 9 9 L 0 9"`, median), "", "does not end with one Z"},
		"two outlines":      {drawing(`"M 0 0 L 9 9 L 0 9 Z M 1 1"`, median), "", "does not end with one Z"},
		"too few numbers":   {drawing(`"M 0 0 L 9 9 L 0"`, median), "", "ends too early"},
		"no number":         {drawing(`"M 0 0 L 9 x L 0 9 Z"`, median), "", `parsing "x"`},
		"not a number":      {drawing(`"M 0 0 L 9 NaN L 0 9 Z"`, median), "", "is outside the square"},
		"nothing enclosed":  {drawing(`"M 0 0 L 9 9 Z"`, median), "", "encloses nothing"},
		"changed component": {nil, "好:a(女,子)\n好 = 女 + 子\n", `components, line 2: "好 = 女 + 子"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "characters.magpie")
			check(t, os.WriteFile(file, []byte("old"), 0o600))
			files := map[string]string{"package/ARPHICPL.TXT": "licence"}
			for n, text := range test.files {
				files[n] = text
			}
			src := character.Sources{Strokes: archive(t, files), Components: []byte(test.components)}
			if _, err := character.Build(t.Context(), src, file, nil); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 || read(t, file) != "old" {
				t.Errorf("left %v, %v", left, err)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	whole := read(t, build(t))
	for name, test := range map[string]struct {
		content string
		want    error
	}{
		"newer":      {strings.Replace(whole, "format 1\n", "format 2\n", 1), character.ErrNewer},
		"empty":      {"", character.ErrCorrupt},
		"other file": {strings.Repeat("something else\n", 100), character.ErrCorrupt},
		"cut off":    {whole[:len(whole)-1], character.ErrCorrupt},
		"head only":  {whole[:100], character.ErrCorrupt},
		"longer":     {whole + "x", character.ErrCorrupt},
	} {
		file := filepath.Join(t.TempDir(), "characters.magpie")
		check(t, os.WriteFile(file, []byte(test.content), 0o600))
		if _, err := character.Open(file); !errors.Is(err, test.want) {
			t.Errorf("%s: error %v, want %v", name, err, test.want)
		}
	}
	_, err := character.Open(filepath.Join(t.TempDir(), "nothing"))
	if !errors.Is(err, character.ErrNotBuilt) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing there: %v", err)
	}
}

// TestVerify changes bytes, one at a time, and expects that to be noticed.
func TestVerify(t *testing.T) {
	t.Parallel()
	file := build(t)
	if _, err := character.Verify(file); err != nil {
		t.Fatal(err)
	}
	whole := []byte(read(t, file))
	for i := 0; i < len(whole); i += 3 {
		damaged := bytes.Clone(whole)
		damaged[i] ^= 0x20
		check(t, os.WriteFile(file, damaged, 0o600))
		if _, err := character.Verify(file); !errors.Is(err, character.ErrCorrupt) && !errors.Is(err, character.ErrNewer) && !errors.Is(err, character.ErrNotBuilt) {
			t.Fatalf("byte %d of %d: error %v", i, len(whole), err)
		}
	}
}
