package news

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"go.yaml.in/yaml/v3"

	"magpie/lexicon"
)

// conceptKinds are in the order in which the data lists them.
var conceptKinds = []string{"service", "company", "person", "body", "place", "law", "action", "thing", "event"}

func TestConceptData(t *testing.T) {
	t.Parallel()
	concepts, err := LoadConcepts()
	if err != nil {
		t.Fatal(err)
	}
	owner := map[string]string{} // of a name, as texts are folded
	last := Concept{Kind: conceptKinds[0]}
	for _, c := range concepts.all {
		kind, before := slices.Index(conceptKinds, c.Kind), slices.Index(conceptKinds, last.Kind)
		if kind < before || kind == before && c.ID <= last.ID {
			t.Errorf("%s, a %s, stands after %s, a %s", c.ID, c.Kind, last.ID, last.Kind)
		}
		last = c
		if c.Near != nil && len(c.Near) == 0 {
			t.Errorf("%s: near names no term", c.ID)
		}
		for list, names := range map[string][]string{"en": c.English, "zh-CN": c.Simplified, "zh-TW": c.Traditional, "near": c.Near} {
			if len(names) == 0 && list != "near" {
				t.Errorf("%s has no name in %s", c.ID, list)
			}
			seen := map[string]bool{}
			for _, name := range names {
				folded := unify(name)
				if seen[folded] || strings.TrimSpace(strings.TrimSuffix(name, "*")) != strings.TrimSuffix(name, "*") || len(folded) == 0 {
					t.Errorf("%s: %s has %q twice, or blank", c.ID, list, name)
				}
				seen[folded] = true
				if list == "near" {
					continue
				}
				if other, ok := owner[folded]; ok && other != c.ID {
					t.Errorf("%q names both %s and %s", name, other, c.ID)
				}
				owner[folded] = c.ID
				if wrong := strings.IndexFunc(name, wrongIn(list)); wrong >= 0 {
					t.Errorf("%s: %q is not written as %s writes", c.ID, name, list)
				}
			}
		}
	}
	for name, id := range owner {
		checkFound(t, concepts, name, id)
	}
}

// wrongIn returns what reports the characters that names in a language cannot have.
func wrongIn(lang string) func(rune) bool {
	return func(r rune) bool {
		switch lang {
		case "en":
			return unicode.Is(unicode.Han, r)
		case "zh-CN":
			return onlyTraditional[r] && !onlySimplified[r]
		default:
			return onlySimplified[r] && !onlyTraditional[r]
		}
	}
}

// checkFound reports a name that another one hides, or that its own near terms do not admit.
func checkFound(t *testing.T, concepts *Concepts, name, id string) {
	t.Helper()
	name = strings.TrimSuffix(name, "*")
	text := name
	if c, _ := concepts.ByID(id); len(c.Near) > 0 {
		text += "\n" + unify(strings.TrimSuffix(c.Near[0], "*"))
	}
	if !slices.Contains(concepts.Find(text), Mention{id, 0, len(name)}) {
		t.Errorf("%q is not found as %s: %v", name, id, concepts.Find(text))
	}
}

// A word that begins as a name with an asterisk does may belong to another concept only if it is longer.
func TestConceptEndings(t *testing.T) {
	t.Parallel()
	concepts, err := LoadConcepts()
	if err != nil {
		t.Fatal(err)
	}
	type name struct{ text, id string }
	var names, begins []name
	for _, c := range concepts.all {
		for _, s := range slices.Concat(c.English, c.Simplified, c.Traditional) {
			text, prefix := strings.CutSuffix(unify(s), "*")
			names = append(names, name{text, c.ID})
			if prefix {
				begins = append(begins, name{text, c.ID})
			}
		}
	}
	for _, b := range begins {
		for _, n := range names {
			rest, ok := strings.CutPrefix(n.text, b.text)
			if ok && n.id != b.id && rest != "" && wordy([]rune(rest)[0]) {
				t.Errorf("%s* of %s is the beginning of %s of %s", b.text, b.id, n.text, n.id)
			}
		}
	}
}

func TestTopicData(t *testing.T) {
	t.Parallel()
	topics, err := Presets()
	if err != nil {
		t.Fatal(err)
	}
	concepts, err := LoadConcepts()
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range topics {
		for _, list := range append(slices.Clone(topic.Must), topic.Should, topic.Not) {
			seen := map[string]bool{}
			for _, term := range list {
				if seen[strings.ToLower(term)] {
					t.Errorf("%s has %q twice in a list", topic.Name, term)
				}
				seen[strings.ToLower(term)] = true
				if id, ok := strings.CutPrefix(term, "@"); ok {
					if _, known := concepts.ByID(id); !known {
						t.Errorf("%s: no concept %s", topic.Name, id)
					}
				}
			}
		}
		if len(topic.Patterns) > MaxPatterns {
			t.Errorf("%s has %d patterns", topic.Name, len(topic.Patterns))
		}
		for _, p := range topic.Patterns {
			if _, err := compilePattern(p); err != nil {
				t.Errorf("%s: %v", topic.Name, err)
			}
		}
	}
}

// Headlines of a file, each with the topics that it belongs to.
func TestTopicHeadlines(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/headlines.txt")
	if err != nil {
		t.Fatal(err)
	}
	topics, err := Presets()
	if err != nil {
		t.Fatal(err)
	}
	core, err := lexicon.Core()
	if err != nil {
		t.Fatal(err)
	}
	reader := NewReader(func() *lexicon.Dictionary { return core })
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	got := map[string][]string{}
	lines := slices.Collect(strings.Lines(string(raw)))
	for _, topic := range topics {
		judge := NewJudge(reader, []Topic{topic})
		for _, line := range lines {
			_, headline, _ := strings.Cut(line, "|")
			if judge.Item(Item{Title: strings.TrimSpace(headline), Published: now}, now).Kept {
				got[line] = append(got[line], topic.Name)
			}
		}
	}
	for _, line := range lines {
		wanted, _, ok := strings.Cut(line, "|")
		if !ok {
			continue // a comment
		}
		want := strings.Fields(wanted)
		slices.Sort(want)
		slices.Sort(got[line])
		if !slices.Equal(got[line], want) {
			t.Errorf("%q: topics %q", line, got[line])
		}
	}
}

func TestOutletData(t *testing.T) {
	t.Parallel()
	var outlets []struct {
		Names, Hosts []string
		Kind         Outlet
	}
	if err := yaml.Unmarshal(outletData, &outlets); err != nil {
		t.Fatal(err)
	}
	kinds := []Outlet{OfficialDocument, Company, StateMedia, Agency, Newspaper, Blog}
	seen := map[string]bool{}
	for _, o := range outlets {
		if !slices.Contains(kinds, o.Kind) || len(o.Names) == 0 || len(o.Hosts) == 0 {
			t.Errorf("%v: kind %q, hosts %v", o.Names, o.Kind, o.Hosts)
		}
		for _, name := range o.Names {
			if key := "name " + fold(name); seen[key] || strings.TrimSpace(name) != name || name == "" {
				t.Errorf("%q stands twice, or is blank", name)
			} else {
				seen[key] = true
			}
		}
		for _, host := range o.Hosts {
			if key := "host " + host; seen[key] || strings.ToLower(host) != host || strings.ContainsAny(host, "/: ") ||
				strings.HasPrefix(host, "www.") || !strings.Contains(host, ".") {
				t.Errorf("%q stands twice, or is no bare host", host)
			} else {
				seen[key] = true
			}
		}
	}
	topics, err := Presets()
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range topics {
		for _, f := range topic.Feeds {
			if kind := OutletOf("", f.URL); kind != UnknownOutlet && kind != f.Outlet {
				t.Errorf("%s is of kind %q among the feeds, %q among the outlets", f.URL, f.Outlet, kind)
			}
		}
	}
}
