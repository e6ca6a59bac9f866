package commands

import (
	"context"
	"fmt"
	"log/slog"

	"magpie/community"
	"magpie/outbox"
	"magpie/slash"
)

// Arrivals keeps where Magpie is.
type Arrivals interface {
	Servers
	MarkHere(ctx context.Context, id string) error
	Greet(ctx context.Context, id string) (first bool, err error)
	Sender
}

// A Sender hands messages to the outbox. One handed over before is not sent again.
type Sender interface {
	AddMessages(ctx context.Context, messages ...outbox.Message) error
}

// An Arrival is a server in which Magpie finds itself.
type Arrival struct {
	Server        string
	SystemChannel string // empty if the server has none
}

// Permitted looks up what Magpie may do in a channel of a server.
type Permitted func(ctx context.Context, server, channel string) (slash.Permissions, error)

// in looks up what Magpie may do in a channel of the caller's server.
func (p Permitted) in(ctx context.Context, c *slash.Call, channel string) (slash.Permissions, error) {
	may, err := p(ctx, c.Place.Server, channel)
	if err != nil {
		return 0, fmt.Errorf("check permissions in channel %s: %w", channel, err)
	}
	return may, nil
}

// Greeting greets a server, once ever, in its system channel: one message in
// every language that pings nobody, with a button that opens the set-up page.
func Greeting(log *slog.Logger, arrivals Arrivals, words slash.Words, permitted Permitted, open Marker, sent func()) func(context.Context, Arrival) error {
	return func(ctx context.Context, a Arrival) error {
		s, known, err := arrivals.Server(ctx, a.Server)
		if err != nil {
			return fmt.Errorf("look up server %s: %w", a.Server, err)
		}
		if !known || !s.RemovedAt.IsZero() {
			if err := arrivals.MarkHere(ctx, a.Server); err != nil {
				return fmt.Errorf("note server %s: %w", a.Server, err)
			}
		}
		if s.Greeted || a.SystemChannel == "" {
			return nil
		}
		may, err := permitted(ctx, a.Server, a.SystemChannel)
		if err != nil {
			return err
		}
		if missing := may.Missing(slash.ViewChannel | slash.SendMessages); missing != 0 {
			log.Info("not greeting: permissions are missing in the system channel", "server", a.Server, "missing", missing.String())
			return nil
		}
		group := "greeting " + a.Server
		m, err := outbox.NewMessage(group, 1, a.Server, a.SystemChannel, greeting(words, open, outbox.Nonce(group, 1)))
		if err != nil {
			return err
		}
		if err := arrivals.AddMessages(ctx, m); err != nil {
			return fmt.Errorf("greet server %s: %w", a.Server, err)
		}
		if _, err := arrivals.Greet(ctx, a.Server); err != nil {
			return fmt.Errorf("note that server %s is greeted: %w", a.Server, err)
		}
		sent()
		return nil
	}
}

func greeting(words slash.Words, open Marker, nonce string) slash.Reply {
	var texts []slash.Content
	for _, lang := range words.Languages() {
		texts = append(texts, slash.NewVoice(words, lang).T("greeting"))
	}
	first := slash.NewVoice(words, community.English)
	return slash.Say(texts...).With(slash.Row{Buttons: []slash.Button{open(first, "greeting.set_up", nonce).With(slash.Main)}})
}
