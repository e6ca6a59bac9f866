package main

import "strings"

// threads are about what stands below channels:
//
//	thread weekly in #news   somebody opens a thread in a channel; #weekly is what is new in it
//	forum board              a forum
//	archive #weekly          a thread that was not used for long
//	posts in #board          each post of a forum, with its title
func (k *talk) threads(words []string) string {
	k.Helper()
	channel := strings.TrimPrefix(words[len(words)-1], "#")
	switch words[0] {
	case "thread":
		k.server.Channel(channel).AddThread(words[1])
	case "forum":
		k.server.AddForum(channel)
	case "archive":
		k.server.Channel(channel).Archive(true)
	case "posts":
		var out strings.Builder
		for _, post := range k.server.Channel(channel).Threads() {
			out.WriteString("# " + post.Name + "\n" + k.news(post.Name))
		}
		return out.String()
	}
	k.world.hears()
	return ""
}

var threadWords = []string{"thread", "forum", "archive", "posts"}
