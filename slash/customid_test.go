package slash

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

type key struct {
	Guide string
	Step  int
	Big   int64
	Done  bool
	Owner string `slash:"owner"`
	Typed string `slash:"typed,max=5"` // does not travel
}

// swapped has the fields of key with two names exchanged.
type swapped struct {
	Step  string
	Guide int
	Big   int64
	Done  bool
	Owner string `slash:"owner"`
}

func decodeKey[A any](id string) (A, error) {
	var a A
	err := decodeID(id, reflect.ValueOf(&a).Elem())
	return a, err
}

func TestCustomID(t *testing.T) {
	t.Parallel()
	a := key{Guide: "red/note 100%2F", Step: -3, Big: 1 << 60, Done: true, Owner: "42", Typed: "secret"}
	id := act[key]("guide.turn").Marker(a)
	if strings.Contains(id, "secret") || actionName(id) != "guide.turn" {
		t.Errorf("id %q", id)
	}
	want := a
	want.Typed = ""
	if got, err := decodeKey[key](id); err != nil || got != want {
		t.Errorf("%q is read as %+v, %v", id, got, err)
	}
	if button := act[key]("guide.turn").Button("Next", a); button.ID != id || button.Label != "Next" {
		t.Errorf("button %+v", button)
	}
	if _, err := decodeKey[swapped](id); err != errStale {
		t.Errorf("another shape reads %q: %v", id, err)
	}
	plain := "guide.turn/" + shape(reflect.TypeFor[key]())
	for _, forged := range []string{
		"", "guide.turn", plain, plain + "/a/1/1/t", plain + "/a/1/1/t/o/x", plain + "/a/1/1/x/o", plain + "/a/1/1//o",
		plain + "/a/01/1/t/o", plain + "/a/-0/1/t/o", plain + "/a/+1/1/t/o", plain + "/a/ 1/1/t/o", plain + "/a/Z/1/t/o",
		plain + "/a/3w5e11264sgsg/1/t/o", plain + "/a/1/1/true/o", plain + "/a%/1/1/t/o", plain + "/a%41/1/1/t/o",
		plain + "/a%2f/1/1/t/o", "guide.turn/0000/a/1/1/t/o",
	} {
		if got, err := decodeKey[key](forged); err != errStale {
			t.Errorf("%q is read as %+v, %v", forged, got, err)
		}
	}
}

func FuzzCustomID(f *testing.F) {
	f.Add("rednote", 3, int64(0), true, "12", "guide.turn/1/a/b", uint16(0), byte('/'))
	f.Add("%2F/%", -1, int64(-1<<63), false, "", "guide.turn", uint16(12), byte('%'))
	turn := act[key]("guide.turn")
	f.Fuzz(func(t *testing.T, guide string, step int, big int64, done bool, owner, forged string, at uint16, by byte) {
		a := key{Guide: guide, Step: step, Big: big, Done: done, Owner: owner}
		id := turn.Marker(a)
		if got, err := decodeKey[key](id); err != nil || got != a {
			t.Fatalf("%q is read as %+v, %v", id, got, err)
		}
		if err := (Reply{}).With(Row{[]Button{turn.Button("x", a)}}).Check(); (err == nil) != (utf8.RuneCountInString(id) <= MaxID) {
			t.Fatalf("%q of %d characters: %v", id, utf8.RuneCountInString(id), err)
		}
		mutated := []byte(id)
		mutated[int(at)%len(mutated)] = by
		for _, id := range []string{forged, string(mutated), id + forged, forged + id} {
			// Whatever is read is what this id was made of.
			if got, err := decodeKey[key](id); err == nil && act[key](actionName(id)).Marker(got) != id {
				t.Fatalf("%q is read as %+v", id, got)
			}
			if _, err := decodeKey[swapped](id); err == nil && strings.Contains(id, shape(reflect.TypeFor[key]())) && !strings.Contains(id, shape(reflect.TypeFor[swapped]())) {
				t.Fatalf("%q is read as another shape", id)
			}
		}
	})
}

// TestShapes checks that whatever changes the carried fields changes the shape.
func TestShapes(t *testing.T) {
	t.Parallel()
	seen := map[string]reflect.Type{}
	for _, typ := range []reflect.Type{
		reflect.TypeFor[Nothing](), reflect.TypeFor[key](), reflect.TypeFor[swapped](),
		reflect.TypeFor[struct{ A string }](), reflect.TypeFor[struct{ B string }](), reflect.TypeFor[struct{ A int }](),
		reflect.TypeFor[struct{ A int64 }](), reflect.TypeFor[struct{ A bool }](), reflect.TypeFor[struct{ A, B string }](),
		reflect.TypeFor[struct{ B, A string }](),
	} {
		s := shape(typ)
		if other, twice := seen[s]; twice {
			t.Errorf("%s and %s have the shape %s", typ, other, s)
		}
		seen[s] = typ
	}
}

type feedback struct {
	About string   // carried
	Title string   `slash:"title,max=20"`
	Why   string   `slash:"why,long,optional"`
	Days  int      `slash:"days,min=1,max=30,optional"`
	Kinds []string `slash:"kinds,choices=bug|wish|praise,min=1,max=2"`
	Tone  string   `slash:"tone,choices=kind|frank,optional"`
}

func TestForm(t *testing.T) {
	t.Parallel()
	v := NewVoice(newWords(t, map[string]string{"form.feedback.send.why.about": "As you like.", "form.feedback.send.title": "Title"}), "en")
	send := act[feedback]("feedback.send")
	got := send.Form(v, "Tell us", feedback{About: "x", Title: "Hm", Kinds: []string{"wish"}, Tone: "frank"})
	choices := func(option string, chosen string, values ...string) []Choice {
		var all []Choice
		for _, value := range values {
			all = append(all, Choice{Name: "form.feedback.send." + option + ".choice." + value, Value: value, On: value == chosen})
		}
		return all
	}
	want := &Form{ID: send.Marker(feedback{About: "x"}), Title: "Tell us", Fields: []Field{
		{Name: "title", Label: "Title", Kind: LineField, Value: "Hm", Max: 20},
		{Name: "why", Label: "form.feedback.send.why", About: "As you like.", Kind: LongField, Optional: true},
		{Name: "days", Label: "form.feedback.send.days", Kind: LineField, Optional: true},
		{Name: "kinds", Label: "form.feedback.send.kinds", Kind: ChoiceField, Choices: choices("kinds", "wish", "bug", "wish", "praise"), Min: 1, Max: 2},
		{Name: "tone", Label: "form.feedback.send.tone", Kind: ChoiceField, Choices: choices("tone", "frank", "kind", "frank"), Optional: true, Max: 1},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if err := (Reply{Form: got}).Check(); err != nil {
		t.Error(err)
	}
	files := act[struct {
		In    ChannelInfo `slash:"in,kinds=forum"`
		Group RoleInfo    `slash:"group,optional"`
		File  Attachment  `slash:"file"`
	}]("x.y").Form(v, "Files", struct {
		In    ChannelInfo `slash:"in,kinds=forum"`
		Group RoleInfo    `slash:"group,optional"`
		File  Attachment  `slash:"file"`
	}{})
	for i, want := range []Field{{Kind: ChannelField, Kinds: []ChannelKind{ForumChannel}, Min: 1, Max: 1}, {Kind: RoleField, Optional: true, Max: 1}, {Kind: FileField, Min: 1, Max: 1}} {
		want.Name, want.Label = files.Fields[i].Name, files.Fields[i].Label
		if diff := cmp.Diff(want, files.Fields[i]); diff != "" {
			t.Error(diff)
		}
	}
}

func TestMenu(t *testing.T) {
	t.Parallel()
	two := []Choice{{Name: "A", Value: "a"}, {Name: "B", Value: "b"}}
	many := make([]Choice, 25)
	for i := range many {
		many[i] = Choice{Name: "x", Value: string(rune('a' + i))}
	}
	for name, c := range map[string]struct{ got, want Menu }{
		"one of two": {
			act[struct {
				A string `slash:"a,max=32"`
			}]("x.y").Menu("Pick", struct {
				A string `slash:"a,max=32"`
			}{}, two...),
			Menu{Of: ChoiceMenu, Choices: two, Min: 1, Max: 1}},
		"any of many": {
			act[struct {
				A []string `slash:"a,optional"`
			}]("x.y").Menu("Pick", struct {
				A []string `slash:"a,optional"`
			}{}, many...),
			Menu{Of: ChoiceMenu, Choices: many, Max: 25}},
		"two to three, of two": {
			act[struct {
				A []string `slash:"a,min=2,max=3"`
			}]("x.y").Menu("Pick", struct {
				A []string `slash:"a,min=2,max=3"`
			}{}, two...),
			Menu{Of: ChoiceMenu, Choices: two, Min: 2, Max: 2}},
		"channels": {
			act[struct {
				A []ChannelInfo `slash:"a,kinds=text|news,max=3"`
			}]("x.y").Menu("Pick", struct {
				A []ChannelInfo `slash:"a,kinds=text|news,max=3"`
			}{}),
			Menu{Of: ChannelMenu, Kinds: []ChannelKind{TextChannel, NewsChannel}, Min: 1, Max: 3}},
		"a role, perhaps": {
			act[struct {
				A RoleInfo `slash:"a,optional"`
			}]("x.y").Menu("Pick", struct {
				A RoleInfo `slash:"a,optional"`
			}{}),
			Menu{Of: RoleMenu, Max: 1}},
		"a person": {
			act[struct {
				A Person `slash:"a"`
			}]("x.y").Menu("Pick", struct {
				A Person `slash:"a"`
			}{}),
			Menu{Of: PersonMenu, Min: 1, Max: 1}},
	} {
		c.want.ID, c.want.Hint = c.got.ID, "Pick"
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if err := (Reply{}).With(c.got).Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
