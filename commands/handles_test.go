package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"magpie/community"
	"magpie/slash"
)

func TestBudget(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	b := newBudget(func() time.Time { return now }, 20)
	for i := range 20 {
		if wait := b.take("ana"); wait != 0 {
			t.Fatalf("look %d has to wait %s", i+1, wait)
		}
	}
	if wait := b.take("ana"); wait <= 0 || wait > 3*time.Minute {
		t.Errorf("one more has to wait %s", wait)
	}
	if wait := b.take("bo"); wait != 0 {
		t.Errorf("somebody else has to wait %s", wait)
	}
	now = now.Add(3 * time.Minute)
	if wait := b.take("ana"); wait != 0 {
		t.Errorf("after three minutes: %s", wait)
	}
	now = now.Add(2 * time.Hour)
	if b.take("cy"); len(b.spent) != 1 {
		t.Errorf("%d people are remembered", len(b.spent))
	}
}

// TestLooksAreBounded checks that whoever floods any of the ways to look for a handle, or at
// people, is stopped, in whichever servers they do it, and nobody else.
func TestLooksAreBounded(t *testing.T) {
	t.Parallel()
	m := newComparing(t, "alice")
	_, err := m.store.EditServer(t.Context(), "2", func(s *community.Server) { s.HandlesOn = true })
	m.check(err)
	in := func(person string, i int) *slash.Call {
		c := m.call(person)
		c.Place.Server = fmt.Sprint(1 + i%2)
		return c
	}
	looks := []func(c *slash.Call, i int) error{
		func(c *slash.Call, i int) error { // hits and misses
			_, err := m.handles.find(t.Context(), c, handlesFindIn{Handle: []string{"alice", "nobody"}[i/2%2]})
			return err
		},
		func(c *slash.Call, i int) error {
			_, err := m.handles.watch(t.Context(), c, handlesFindIn{Handle: fmt.Sprint("waited.for", i)})
			return err
		},
		func(c *slash.Call, i int) error {
			_, err := m.handles.addTyped(t.Context(), c, handlesAddIn{Platform: "tiktok", Handle: "claimed", Who: "nobody"})
			return err
		},
	}
	cards := []func(c *slash.Call, i int) error{
		func(c *slash.Call, i int) error {
			_, err := m.handles.whois(t.Context(), c, handlesWhoisIn{slash.Person{ID: fmt.Sprint(100 + i)}})
			return err
		},
		func(c *slash.Call, i int) error {
			c.Target = &slash.Person{ID: fmt.Sprint(100 + i)}
			_, err := m.handles.clicked(t.Context(), c, slash.Nothing{})
			return err
		},
	}
	flood := func(person string, most int, ways ...func(*slash.Call, int) error) {
		t.Helper()
		for i := range most {
			if err := ways[i%len(ways)](in(person, i), i); err != nil {
				t.Errorf("%s looks for time %d: %v", person, i+1, err)
			}
		}
		for i, way := range ways {
			for server := range 2 {
				if err := way(in(person, server), i); err == nil || !strings.Contains(err.Error(), fmt.Sprint(most)) {
					t.Errorf("%s looks once more, in way %d: %v", person, i, err)
				}
			}
		}
	}
	flood("7", looksAnHour, looks...)
	flood("7", cardsAnHour, cards...)
	flood("8", looksAnHour, looks[0])
	flood("9", cardsAnHour, cards[0])
	m.clk.Set(m.clk.Now().Add(time.Hour))
	flood("7", looksAnHour, looks[0])
	flood("7", cardsAnHour, cards...)
}
