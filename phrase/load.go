package phrase

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed data
var data embed.FS

// Builtin returns the book that is compiled in. It is read once.
func Builtin() (*Book, error) { return builtinBook() }

var builtinBook = sync.OnceValues(func() (*Book, error) {
	sub, err := fs.Sub(data, "data")
	if err != nil {
		return nil, err // unreachable: the name is valid
	}
	return Load(sub)
})

// Load reads a book from situations/*.yaml, slang/*.yaml and notices.yaml. If anything in it is wrong or missing the
// error names every mistake with its file and line, and there is no book.
func Load(fsys fs.FS) (*Book, error) {
	l := loader{fsys: fsys, ids: map[string]place{}, forms: map[string]place{}}
	l.situations()
	l.slang()
	l.notices()
	if len(l.mistakes) > 0 {
		return nil, errors.Join(l.mistakes...)
	}
	l.book.index = newIndex(&l.book)
	l.book.forms = newForms(l.book.slang)
	return &l.book, nil
}

// A loader fills a book and collects what is wrong with it.
type loader struct {
	fsys     fs.FS
	book     Book
	ids      map[string]place
	forms    map[string]place // by spelling of slang, folded
	mistakes []error
}

// A place is a file, or an entry of a list in it.
type place struct {
	file string
	list string // the list's key, empty for the file as a whole
	at   int
	id   string
}

type situationFile struct {
	Order   int      `yaml:"order"`
	Title   Text     `yaml:"title"`
	Phrases []Phrase `yaml:"phrases"`
}

func (l *loader) situations() {
	names := l.glob("situations/*.yaml")
	for name, file := range readAll[situationFile](l, names) {
		s := Situation{ID: strings.TrimSuffix(path.Base(name), ".yaml"), Title: file.Title, Order: file.Order}
		l.check(s.Title.complete(), place{file: name}, "title needs en, zh-CN and zh-TW")
		l.book.situations = append(l.book.situations, s)
		for i, p := range file.Phrases {
			p.situation = s.ID
			l.checkPhrase(place{name, "phrases", i, p.ID}, p)
			l.book.phrases = append(l.book.phrases, p)
		}
	}
	if len(l.book.situations) == len(names) { // else the orders have a gap that is no mistake
		l.order()
	}
}

// order brings situations, and the phrases with them, into their order.
func (l *loader) order() {
	slices.SortStableFunc(l.book.situations, func(a, b Situation) int { return cmp.Compare(a.Order, b.Order) })
	order := map[string]int{}
	for i, s := range l.book.situations {
		order[s.ID] = s.Order
		l.check(s.Order == i+1, place{file: "situations/" + s.ID + ".yaml"},
			"order is %d, expected %d: orders count from 1 without gaps", s.Order, i+1)
	}
	slices.SortStableFunc(l.book.phrases, func(a, b Phrase) int { return cmp.Compare(order[a.situation], order[b.situation]) })
}

type slangFile struct {
	Direction Direction `yaml:"direction"`
	Slang     []Slang   `yaml:"slang"`
}

func (l *loader) slang() {
	for name, file := range readAll[slangFile](l, l.glob("slang/*.yaml")) {
		l.check(file.Direction == ChineseSlang || file.Direction == EnglishSlang, place{file: name},
			"direction is %q, expected zh or en", file.Direction)
		for i, s := range file.Slang {
			s.Direction = file.Direction
			l.checkSlang(place{name, "slang", i, s.ID}, s)
			l.book.slang = append(l.book.slang, s)
		}
	}
}

type noticeFile struct {
	Notices []Notice `yaml:"notices"`
}

func (l *loader) notices() {
	for name, file := range readAll[noticeFile](l, []string{"notices.yaml"}) {
		for i, n := range file.Notices {
			l.checkNotice(place{name, "notices", i, n.ID}, n)
			l.book.notices = append(l.book.notices, n)
		}
	}
}

func (l *loader) glob(pattern string) []string {
	names, err := fs.Glob(l.fsys, pattern)
	l.check(err == nil && len(names) > 0, place{file: pattern}, "no such file")
	return names
}

// readAll decodes files side by side, for YAML is slow, and yields those that it could, in their order. A file with a
// key that F does not know is refused.
func readAll[F any](l *loader, names []string) iter.Seq2[string, F] {
	files, errs := make([]F, len(names)), make([]error, len(names))
	var reading sync.WaitGroup
	for i, name := range names {
		reading.Go(func() { errs[i] = decode(l.fsys, name, &files[i]) })
	}
	reading.Wait()
	return func(yield func(string, F) bool) {
		for i, name := range names {
			if errs[i] != nil {
				l.refuse(name, errs[i])
			} else if !yield(name, files[i]) {
				return
			}
		}
	}
}

func decode(fsys fs.FS, name string, into any) error {
	file, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	dec := yaml.NewDecoder(file)
	dec.KnownFields(true)
	return dec.Decode(into)
}

// refuse notes why a file could not be read, each mistake of the YAML by itself.
func (l *loader) refuse(name string, err error) {
	var kinds *yaml.TypeError
	if !errors.As(err, &kinds) {
		l.mistakes = append(l.mistakes, fmt.Errorf("%s: %w", name, err))
		return
	}
	for _, mistake := range kinds.Errors {
		l.mistakes = append(l.mistakes, fmt.Errorf("%s: %s", name, mistake))
	}
}

// show names a place for people. An entry's line takes reading the file again, so it is only done for a mistake.
func (l *loader) show(p place) string {
	if p.list == "" {
		return p.file
	}
	line := 0
	var tree yaml.Node
	if text, err := fs.ReadFile(l.fsys, p.file); err == nil && yaml.Unmarshal(text, &tree) == nil {
		line = entry(&tree, p.list, p.at).Line
	}
	return fmt.Sprintf("%s:%d: %s", p.file, line, p.id)
}

// entry returns an entry of a list that stands at the top of a document, or the document if it is not there.
func entry(document *yaml.Node, list string, at int) *yaml.Node {
	top := document.Content[0].Content
	for i := 0; i+1 < len(top); i += 2 {
		if top[i].Value == list && at < len(top[i+1].Content) {
			return top[i+1].Content[at]
		}
	}
	return document
}

// UnmarshalYAML reads a wording: either one text for both scripts, or zh-CN and zh-TW.
func (w *Wording) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		w.Simplified, w.Traditional = n.Value, n.Value
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		switch key, value := n.Content[i], n.Content[i+1].Value; key.Value {
		case Simplified:
			w.Simplified = value
		case Traditional:
			w.Traditional = value
		default:
			return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: %s is neither zh-CN nor zh-TW", key.Line, key.Value)}}
		}
	}
	return nil
}
