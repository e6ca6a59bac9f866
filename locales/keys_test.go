package locales

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// madeKeys begin keys that package slash makes of the names of commands, forms and
// permissions, and those that name a language. NewRouter refuses commands without words.
var madeKeys = []string{"command.", "form.", "permission.", "language."}

// A use is a key, or the beginning of one, as code names it.
type use struct {
	key  string
	args int // -1: not known
	at   token.Position
}

// code is what the module's code says of keys.
type code struct {
	keys     []use
	starts   []use           // of keys whose ends are computed
	literals map[string]bool // all strings, for keys that are passed on
}

// Strings that look like keys, like beginnings of keys, and all.
var (
	dotted    = regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_-]+)+$`)
	beginning = regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_-]+)*\.$`)
	anything  = regexp.MustCompile(``)
)

// ownWords begin the keys that a package names by their ends.
var ownWords = map[string]string{"web": "try."}

// TestKeysExist checks that every key which code uses exists, and gets the arguments
// that its words take.
func TestKeysExist(t *testing.T) {
	t.Parallel()
	words := mustLoad(t).words[fallback]
	found := readCode(t, "..")
	if len(found.keys) < 10 {
		t.Fatalf("%d keys in the code: this test no longer finds them", len(found.keys))
	}
	for _, u := range found.keys {
		e, ok := words[u.key]
		if !ok {
			t.Errorf("%s: no words for %s", u.at, u.key)
			continue
		}
		want, err := verbs(e.texts()["other"])
		if n := len(slices.Compact(want)); err != nil || u.args >= 0 && u.args != n {
			t.Errorf("%s: %s takes %d arguments, here are %d", u.at, u.key, n, u.args)
		}
	}
	for _, u := range found.starts {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(words)), func(key string) bool { return strings.HasPrefix(key, u.key) }) {
			t.Errorf("%s: no words begin with %s", u.at, u.key)
		}
	}
}

// TestKeysAreUsed checks that code says every key, or the beginning of it.
func TestKeysAreUsed(t *testing.T) {
	t.Parallel()
	found := readCode(t, "..")
	starts := slices.Clone(madeKeys)
	for s := range found.literals {
		if beginning.MatchString(s) {
			starts = append(starts, s)
		}
	}
	for _, u := range found.keys {
		found.literals[u.key] = true
	}
	for _, key := range slices.Sorted(maps.Keys(mustLoad(t).words[fallback])) {
		made := slices.ContainsFunc(starts, func(start string) bool { return strings.HasPrefix(key, start) })
		if !made && !found.literals[key] {
			t.Errorf("nothing says %s", key)
		}
	}
}

// readCode reads the module's Go files, but for tests.
func readCode(t *testing.T, root string) code {
	t.Helper()
	c := code{literals: map[string]bool{}}
	files := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules"):
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		speaks := speaks(f)
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if ok && speaks {
				c.noteCall(files.Position(n.Pos()), ownWords[f.Name.Name], call)
			}
			c.note(files, n)
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// speaks reports whether a file's calls can be of words: it is of package slash, or imports it.
func speaks(f *ast.File) bool {
	return f.Name.Name == "slash" || slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool {
		return i.Path.Value == `"magpie/slash"` || i.Path.Value == `"magpie/locales"`
	})
}

func (c *code) note(files *token.FileSet, n ast.Node) {
	switch n := n.(type) {
	case *ast.BasicLit:
		if s, ok := literal(n); ok {
			c.literals[s] = true
		}
	case *ast.KeyValueExpr: // Key: "news.title"
		if name, ok := n.Key.(*ast.Ident); ok && name.Name == "Key" {
			c.noteKey(files.Position(n.Pos()), "", n.Value, -1, dotted)
		}
	case *ast.AssignStmt: // change.Key = "news.title"
		if field, ok := n.Lhs[0].(*ast.SelectorExpr); ok && field.Sel.Name == "Key" {
			c.noteKey(files.Position(n.Pos()), "", n.Rhs[0], -1, dotted)
		}
	}
}

// noteCall notes v.T("news.title", …), v.Label("news.title", …) and words.Text(lang, "news.title", …).
func (c *code) noteCall(at token.Position, own string, call *ast.CallExpr) {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	first := map[string]int{"T": 0, "Label": 0, "Text": 1}
	i, speaks := first[f.Sel.Name]
	if !speaks || len(call.Args) <= i {
		return
	}
	args := len(call.Args) - i - 1
	if call.Ellipsis.IsValid() {
		args = -1
	}
	if _, direct := f.X.(*ast.Ident); !direct || f.Sel.Name != "T" {
		own = ""
	}
	c.noteKey(at, own, call.Args[i], args, anything)
}

// noteKey notes a key behind own, or the start of one: "topic." + name.
func (c *code) noteKey(at token.Position, own string, e ast.Expr, args int, like *regexp.Regexp) {
	s, ok := literal(e)
	if ok && like.MatchString(s) {
		c.keys = append(c.keys, use{own + s, args, at})
	}
	if s, computed := start(e); !ok && computed {
		c.starts = append(c.starts, use{own + s, args, at})
	}
}

// start is the literal that a concatenation begins with.
func start(e ast.Expr) (string, bool) {
	for {
		sum, ok := e.(*ast.BinaryExpr)
		if !ok {
			return literal(e)
		}
		e = sum.X
	}
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}
