//go:build unix

package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"magpie/discordtest"
)

func (w *crash) complete() bool {
	for _, s := range w.servers {
		if len(storyNumbers(s)) < 10 {
			return false
		}
	}
	return true
}

func (w *crash) counts() (counts []int) {
	for _, s := range w.servers {
		counts = append(counts, len(storyNumbers(s)))
	}
	return counts
}

// verify checks that every channel tells the stories 1 to 10, once and in order,
// in at least two messages.
func (w *crash) verify() {
	w.Helper()
	for _, s := range w.servers {
		if got, want := storyNumbers(s), []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}; !slices.Equal(got, want) {
			w.Errorf("%s got the stories %v", s.Name, got)
		}
		if len(told(s)) < 2 {
			w.Errorf("%s got one message: digests should have two parts", s.Name)
		}
	}
}

// told are the messages of a server's digest, in the order in which they stand: in its
// channel or thread, or the posts of its forum.
func told(s *discordtest.Server) (messages []discordtest.Message) {
	place := s.Channel("news")
	if place.Type == discordtest.ForumChannel {
		for _, thread := range place.Threads() {
			messages = append(messages, thread.Messages()...)
		}
	} else {
		messages = place.Messages()
	}
	slices.SortFunc(messages, func(a, b discordtest.Message) int { return strings.Compare(a.ID, b.ID) })
	return messages
}

var storyNumber = regexp.MustCompile(`(?m)^\*\*(\d+)\\?\. `)

// storyNumbers are the numbers of the stories that a server was told, in order.
func storyNumbers(s *discordtest.Server) []int {
	var numbers []int
	for _, m := range told(s) {
		for _, match := range storyNumber.FindAllStringSubmatch(m.String(), -1) {
			n, err := strconv.Atoi(match[1])
			if err == nil {
				numbers = append(numbers, n)
			}
		}
	}
	return numbers
}
