package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"magpie/discordtest"
)

// Fifty people answer, half of them at once and the others ten a second: nobody's answer is lost, each is told that it is noted, and the
// post is changed at most once in a second and a half, the last time with all of them.
func TestQuizFloodedByFifty(t *testing.T) {
	t.Parallel()
	const crowd = 50
	w := newWorld(t)
	general := w.server.Channel("general")
	ana := w.server.Person("ana", "en-US")
	people := make([]*discordtest.Person, crowd)
	for i := range people {
		people[i] = w.server.Person(fmt.Sprintf("player%d", i), "en-US")
	}
	ana.Type(general, "/quiz")
	ana.Press("Start here")
	w.clock.AdvanceTo(w.clock.Now().Add(time.Second), w.loops)
	messages := general.Messages()
	post := messages[len(messages)-1]

	noted := make([]string, crowd)
	answer := func(i int) {
		view, err := people[i].Try().PressOn(post, []string{"A", "B", "C", "D"}[i%4])
		noted[i] = fmt.Sprint(view.String(), err)
	}
	var rush sync.WaitGroup
	began := time.Now()
	for i := range crowd / 2 { // half of them at the same moment
		rush.Go(func() { answer(i) })
	}
	rush.Wait()
	took := time.Since(began)
	const step = 100 * time.Millisecond
	var edits []time.Duration // when the post was changed
	start, before := w.clock.Now(), 0
	for at := time.Duration(0); at < 6*time.Second; at += step {
		if i := crowd/2 + int(at/step); i < crowd { // the others one after the other
			answer(i)
		}
		w.clock.AdvanceTo(start.Add(at), w.loops)
		now := len(w.discord.Requests("PATCH /channels/*/messages/*"))
		for ; before < now; before++ {
			edits = append(edits, at)
		}
	}
	for i, n := range noted {
		if !strings.Contains(n, "Noted") {
			t.Errorf("player %d is told %s", i, n)
		}
	}
	for i := 1; i < len(edits); i++ {
		if edits[i]-edits[i-1] < 1400*time.Millisecond {
			t.Errorf("changed at %s and at %s", edits[i-1], edits[i])
		}
	}
	t.Logf("%d at once took %s; %d edits for %d answers, at %s", crowd/2, took.Round(time.Millisecond), len(edits), crowd, edits)
	messages = general.Messages()
	if shown := messages[len(messages)-1].String(); len(edits) == 0 || !strings.Contains(shown, fmt.Sprint(crowd, " have answered")) {
		t.Errorf("after %d edits the post says\n%s", len(edits), shown)
	}
	ana.Look(general)
	told := ana.Press("Tell the answer").String()
	if !strings.Contains(told, "of 50)") {
		t.Errorf("the answer is told as\n%s", told)
	}
	t.Log(told)
}
