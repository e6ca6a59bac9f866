package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"magpie/community"
	"magpie/slash"
)

// Servers finds what moderators settled for a server.
type Servers interface {
	Server(ctx context.Context, id string) (community.Server, bool, error)
}

// publicVoice speaks to everyone in c's channel: in the caller's language if it is one of
// the server's, or if its moderators settled neither languages nor a city yet; else in the
// server's first.
func publicVoice(ctx context.Context, c *slash.Call, servers Servers) (slash.Voice, error) {
	s, err := serverOf(ctx, c, servers)
	asIs := s.Zone == "" && slices.Equal(s.Languages, []string{community.English})
	if err != nil || asIs || c.Place.Direct() || slices.Contains(s.Languages, c.Lang) {
		return c.Voice, err
	}
	return c.In(s.Languages[0]), nil
}

// publicVoices are English and the Chinese of a server, its first language first.
func publicVoices(words slash.Words, server community.Server) []slash.Voice {
	langs := slices.Clone(server.Languages)
	switch {
	case !slices.Contains(langs, community.English):
		langs = append(langs, community.English)
	case len(langs) == 1:
		langs = append(langs, community.Simplified)
	}
	var voices []slash.Voice
	for _, lang := range langs {
		voices = append(voices, slash.NewVoice(words, lang))
	}
	return voices
}

// everyVoice speaks to people whose language is not known yet: in a server's languages, and
// then in all others.
func everyVoice(words slash.Words, server community.Server) []slash.Voice {
	var voices []slash.Voice
	for _, lang := range slices.Concat(server.Languages, words.Languages()) {
		if !slices.ContainsFunc(voices, func(v slash.Voice) bool { return v.Lang == lang }) {
			voices = append(voices, slash.NewVoice(words, lang))
		}
	}
	return voices
}

// serverOf is the caller's server, as it starts if nothing was settled yet.
func serverOf(ctx context.Context, c *slash.Call, servers Servers) (community.Server, error) {
	s, ok, err := servers.Server(ctx, c.Place.Server)
	if err != nil {
		return s, fmt.Errorf("look up server %s: %w", c.Place.Server, err)
	}
	if !ok {
		return community.NewServer(c.Place.Server), nil
	}
	return s, nil
}

// changeBy is what the caller changed in their server, for the list of who changed what.
func changeBy(c *slash.Call, at time.Time, key string, args ...string) community.Change {
	return community.Change{Server: c.Place.Server, Person: c.Person.ID, At: at, Key: key, Args: args}
}

// showAll is a button that shows everyone what only the caller sees.
func showAll[A any](c *slash.Call, share *slash.Action[A], what A) slash.Button {
	return share.Button(c.Label("share.show_everyone"), what)
}

// shared is a reply for everyone, with who shared it.
func shared(c *slash.Call, v slash.Voice, r slash.Reply) slash.Reply {
	by := slash.Text{Body: v.T("share.by", slash.UserMention(c.Person.ID))}
	r.Blocks = append([]slash.Block{by}, r.Blocks...)
	return r.As(slash.ToAll)
}

// arguments are texts that were kept, to be set into words.
func arguments(texts []string) []any {
	args := make([]any, len(texts))
	for i, text := range texts {
		args[i] = text
	}
	return args
}

// pageOf is one page of a list, its number, from 0, and that of the last page.
func pageOf[T any](all []T, page, size int) (shown []T, at, last int) {
	last = max(0, (len(all)-1)/size)
	at = min(max(page, 0), last)
	return all[at*size : min((at+1)*size, len(all))], at, last
}

// turns are the buttons that turn the pages of a list; number is what they carry.
func turns[A any](c *slash.Call, turn *slash.Action[A], at, last int, number func(page int) A) []slash.Button {
	return []slash.Button{
		turn.Button(c.Label("page.back"), number(at-1)).When(at > 0),
		turn.Button(c.Label("page.next"), number(at+1)).When(at < last),
	}
}
