//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"magpie/discordtest"
)

// weather is what Discord does to requests and connections while processes are killed.
type weather struct {
	name string
	lost bool                 // a message is made, but nobody learns of it
	harm discordtest.Harm     // to the next request for a message, or
	fall *discordtest.Trouble // what befalls the gateway's connections
}

func weathers() []weather {
	trouble := func(t discordtest.Trouble) *discordtest.Trouble { return &t }
	return []weather{
		{name: "answer lost", lost: true, harm: discordtest.ResetAfter()},
		{name: "502 after the effect", lost: true, harm: discordtest.StatusAfter(502)},
		{name: "answer cut short", lost: true, harm: discordtest.Truncated()},
		{name: "request lost", harm: discordtest.ResetBefore()},
		{name: "503", harm: discordtest.Status(503)},
		{name: "429 of a route", harm: discordtest.Limited(400 * time.Millisecond)},
		{name: "429 of all", harm: discordtest.LimitedGlobally(300 * time.Millisecond)},
		{name: "op 7", fall: trouble(discordtest.Reconnect())},
		{name: "op 9", fall: trouble(discordtest.InvalidSession(false))},
		{name: "op 9, resumable", fall: trouble(discordtest.InvalidSession(true))},
		{name: "gateway dropped", fall: trouble(discordtest.Drop())},
	}
}

// A forecast lets weathers come, one after the other, and counts them.
type forecast struct {
	discord *discordtest.Discord
	all     []weather
	faults  map[string][]*discordtest.FaultHandle
	falls   map[string]int
}

func newForecast(d *discordtest.Discord) *forecast {
	f := &forecast{discord: d, all: weathers(), faults: map[string][]*discordtest.FaultHandle{}, falls: map[string]int{}}
	rand.Shuffle(len(f.all), func(i, j int) { f.all[i], f.all[j] = f.all[j], f.all[i] })
	return f
}

// change brings the next weather, for channels or for forums.
func (f *forecast) change(n int) {
	w := f.all[n%len(f.all)]
	if w.fall != nil {
		f.discord.Trouble(discordtest.Running, *w.fall)
		f.falls[w.name]++
		return
	}
	route := "POST /channels/{channel}/messages"
	if rand.IntN(3) == 0 {
		route = "POST /channels/{channel}/threads"
	}
	f.faults[w.name] = append(f.faults[w.name], f.discord.Fault(route, 1, w.harm))
}

// String counts what came to pass, of every weather.
func (f *forecast) String() string {
	var counts []string
	for _, w := range weathers() {
		counts = append(counts, fmt.Sprintf("%s %d", w.name, f.count(w)))
	}
	return strings.Join(counts, ", ")
}

func (f *forecast) count(w weather) int {
	n := f.falls[w.name]
	for _, h := range f.faults[w.name] {
		n += h.Count()
	}
	return n
}

// lost is how many answers to messages that were made nobody got.
func (f *forecast) lost() (n int) {
	for _, w := range weathers() {
		if w.lost {
			n += f.count(w)
		}
	}
	return n
}
