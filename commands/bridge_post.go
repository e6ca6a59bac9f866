package commands

import (
	"strings"

	"magpie/community"
	"magpie/outbox"
	"magpie/slash"
)

// bridgeShown is how many answers the post shows, and bridgeCut how much of each.
const (
	bridgeShown = 3
	bridgeCut   = 200
)

// shown is the post of a question, in English and the Chinese of the server.
func (b *Bridge) shown(q community.Question, answers []community.Answer, server community.Server) slash.Reply {
	voices := publicVoices(b.Words, server)
	if q.State != community.Open {
		return slash.Say(said(voices, "bridge.closed"))
	}
	r := slash.Say(said(voices, "bridge.head"), slash.Quote(slash.Plain(q.Quote)))
	if q.Want != "" {
		r = r.With(slash.Text{Body: slash.Lines(said(voices, "bridge.wants"), slash.Plain(q.Want))})
	}
	if len(answers) > 0 {
		lines := []slash.Content{said(voices, "bridge.answers", len(answers))}
		for _, a := range answers[:min(len(answers), bridgeShown)] {
			a.Text = slash.Cut(oneLine(a.Text), bridgeCut)
			lines = append(lines, slash.Bullet(answerLine(a)))
		}
		r = r.With(slash.Text{Body: slash.Lines(lines...)})
	}
	return r.With(slash.Row{Buttons: []slash.Button{
		b.answer.Button(labels(voices, "bridge.answer"), bridgeAsked{q.ID, outbox.Nonce(q.ID, 1)}).With(slash.Main),
		b.look.Button(labels(voices, "bridge.all_answers"), bridgePage{Question: q.ID}).When(len(answers) > 0),
	}})
}

// answerLine is an answer, with who gave it if they agreed to be named.
func answerLine(a community.Answer) slash.Content {
	if a.Credited && a.Person != "" {
		return slash.Join(" — ", slash.Plain(a.Text), slash.UserMention(a.Person))
	}
	return slash.Plain(a.Text)
}

// said are words in several languages, a line each.
func said(voices []slash.Voice, key string, args ...any) slash.Markup {
	var lines []slash.Content
	for _, v := range voices {
		lines = append(lines, v.T(key, args...))
	}
	return slash.Lines(lines...)
}

// labels are words in several languages for one button.
func labels(voices []slash.Voice, key string) string {
	var all []string
	for _, v := range voices {
		all = append(all, v.Label(key))
	}
	return strings.Join(all, " · ")
}
