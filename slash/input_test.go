package slash

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var found = Found{
	Channels:    map[string]ChannelInfo{"1": {ID: "1", Name: "news", Kind: TextChannel}, "2": {ID: "2", Name: "talk", Kind: OtherChannel}},
	Roles:       map[string]RoleInfo{"3": {ID: "3", Name: "readers"}},
	People:      map[string]Person{"4": {ID: "4", Name: "Ana"}},
	Attachments: map[string]Attachment{"5": {ID: "5", Name: "cards.csv", Size: 12}},
}

// read decodes input as a handler of A gets it.
func read[A any](kind Kind, input map[string][]string) (A, error) {
	var got A
	h := Run(func(_ context.Context, _ *Call, in A) (Reply, error) {
		got = in
		return Reply{}, nil
	})
	if h.err != nil {
		return got, h.err
	}
	_, err := h.serve(context.Background(), &Call{Event: Event{Kind: kind, Input: input, Found: found}})
	return got, err
}

func TestInput(t *testing.T) {
	t.Parallel()
	got, err := read[everything](Typed, map[string][]string{
		"when": {"now"}, "word": {"你好"}, "how": {"slow"}, "count": {"50"}, "quiet": {"true"},
		"who": {"4"}, "where": {"1"}, "group": {"3"}, "file": {"5"}, "unknown": {"x"},
	})
	want := everything{"now", "你好", "slow", 50, true, found.People["4"], found.Channels["1"], found.Roles["3"], found.Attachments["5"]}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got, err = read[everything](Typed, map[string][]string{"word": {"a"}, "how": {"fast"}, "count": {"1"}, "when": {""}, "who": nil})
	if diff := cmp.Diff(everything{Word: "a", How: "fast", Count: 1}, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestInputRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ option, value string }{
		{"word", ""}, {"word", "123456789012345678901234567890123"}, {"when", "a minute past midnight"},
		{"how", "Slow"}, {"how", ""}, {"count", "0"}, {"count", "51"}, {"count", "1.5"}, {"count", "one"}, {"count", "99999999999999999999"},
		{"quiet", "perhaps"}, {"who", "1"}, {"who", "ana"}, {"where", "2"}, {"where", "9"}, {"group", "4"}, {"file", "1"},
	} {
		input := map[string][]string{"word": {"a"}, "how": {"fast"}, "count": {"1"}}
		input[c.option] = []string{c.value}
		_, err := read[everything](Typed, input)
		var bad *InputError
		if !errors.As(err, &bad) || bad.Option.Name != c.option || bad.Value != c.value {
			t.Errorf("%s %q: %v", c.option, c.value, err)
		}
		// While it is typed, what does not fit is left out and the rest is read.
		got, err := read[everything](Completed, input)
		if err != nil || c.option != "word" && got.Word != "a" {
			t.Errorf("completing %s %q: %+v, %v", c.option, c.value, got, err)
		}
	}
	if _, err := read[everything](Completed, nil); err != nil {
		t.Errorf("completing nothing: %v", err)
	}
}

type several struct {
	Topics []string      `slash:"topics,min=2,max=3"`
	Where  []ChannelInfo `slash:"where,optional,kinds=text"`
	Days   []int         `slash:"days,optional"`
}

func TestInputOfSeveral(t *testing.T) {
	t.Parallel()
	read := func(input map[string][]string) (several, error) {
		var got several
		a := &Action[several]{Name: "x.y", Run: func(_ context.Context, _ *Call, in several) (Reply, error) {
			got = in
			return Reply{}, nil
		}}
		_, err := a.route().serve(context.Background(), &Call{Event: Event{Kind: Submitted, Custom: a.Marker(several{}), Input: input, Found: found}})
		return got, err
	}
	got, err := read(map[string][]string{"topics": {"trade talks", "lemon8"}, "where": {"1"}, "days": {"1", "2"}})
	want := several{[]string{"trade talks", "lemon8"}, []ChannelInfo{found.Channels["1"]}, []int{1, 2}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	for name, input := range map[string]map[string][]string{
		"none":            {},
		"too few":         {"topics": {"a"}},
		"too many":        {"topics": {"a", "b", "c", "d"}},
		"one is not text": {"topics": {"a", "b"}, "where": {"1", "2"}},
		"one is unknown":  {"topics": {"a", "b"}, "where": {"1", "7"}},
		"no number":       {"topics": {"a", "b"}, "days": {"1", "x"}},
	} {
		var bad *InputError
		if got, err := read(input); !errors.As(err, &bad) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// TestInputOfMenu checks that a menu's values, which come without a name, fill the
// one tagged field, and nothing else does.
func TestInputOfMenu(t *testing.T) {
	t.Parallel()
	type pick struct {
		Page int
		Word string `slash:"word"`
	}
	var got pick
	a := &Action[pick]{Name: "x.y", Run: func(_ context.Context, _ *Call, in pick) (Reply, error) {
		got = in
		return Reply{}, nil
	}}
	serve := func(ev Event) error {
		_, err := a.route().serve(context.Background(), &Call{Event: ev})
		return err
	}
	id := a.Marker(pick{Page: 7})
	if err := serve(Event{Kind: Pressed, Custom: id, Input: map[string][]string{"": {"你好"}}}); err != nil || got != (pick{7, "你好"}) {
		t.Errorf("%+v, %v", got, err)
	}
	var bad *InputError
	if err := serve(Event{Kind: Pressed, Custom: id}); !errors.As(err, &bad) {
		t.Errorf("nothing chosen: %v", err)
	}
	if err := serve(Event{Kind: Submitted, Custom: id, Input: map[string][]string{"": {"x"}}}); !errors.As(err, &bad) {
		t.Errorf("a form's field without a name: %v", err)
	}
}
