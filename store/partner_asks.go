package store

import (
	"context"
	"time"

	"magpie/community"
	"magpie/outbox"
)

const askColumns = "id, server, sender, receiver, state, at_ms, told"

func askFields(a *community.PartnerAsk) []any {
	return []any{&a.ID, &a.Server, &a.Sender, &a.Receiver, &a.State, millis{&a.At}, &a.Told}
}

// AskLetters makes what is sent because of an ask as it is by now: when it is open, to the
// receiver; when it is accepted, to both.
type AskLetters = func(ask community.PartnerAsk, sender, receiver community.Partner) ([]outbox.Message, error)

// AskPartner lets the sender of an ask ask its receiver, once. If that one has asked the
// sender already, they have met: the ask returned is then the other's.
func (s *Store) AskPartner(ctx context.Context, ask community.PartnerAsk, letters AskLetters) (made community.PartnerAsk, out community.AskOutcome, err error) {
	err = s.do(ctx, "ask a partner", func(c conn) error {
		if err := hold(ctx, c, ask.Server); err != nil {
			return err
		}
		made, out, err = s.ask(ctx, c, ask, letters)
		return err
	})
	return made, out, err
}

func (s *Store) ask(ctx context.Context, c conn, ask community.PartnerAsk, letters AskLetters) (community.PartnerAsk, community.AskOutcome, error) {
	now := s.now()
	sender, receiver, ok, err := bothPartners(ctx, c, ask)
	if err != nil || !ok || !sender.Found(now) || !receiver.Found(now) {
		return ask, community.AskGone, err
	}
	if crossing, ok, err := openAsk(ctx, c, ask.Server, ask.Receiver, ask.Sender, now); err != nil || ok {
		if err == nil {
			crossing, err = s.accept(ctx, c, crossing, receiver, sender, letters)
		}
		return crossing, community.NowMet, err
	}
	if before, ok, err := askedBefore(ctx, c, ask, now); err != nil || ok {
		return before, community.AskedBefore, err
	}
	_, may, err := first(ctx, c, partnerFields, "SELECT "+partnerColumns+" FROM partners AS o WHERE o.id = $1 AND "+mayMeet,
		receiver.ID, ask.Sender, ms(now))
	if err != nil || !may {
		return ask, community.AskGone, err
	}
	if out, err := tooManyAsks(ctx, c, ask.Sender, now); err != nil || out != "" {
		return ask, out, err
	}
	ask.State, ask.At, ask.Told = community.AskOpen, now, receiver.Direct
	if _, err := c.exec(ctx, insert("partner_asks", askColumns), askFields(&ask)...); err != nil {
		return ask, "", err
	}
	passed := community.Apart{Server: ask.Server, Person: ask.Sender, Other: ask.Receiver, Until: now.Add(community.ApartFor)}
	if err := keepApart(ctx, c, passed); err != nil {
		return ask, "", err
	}
	return ask, community.NowAsked, s.send(ctx, c, ask, sender, receiver, letters)
}

// bothPartners are the profiles of an ask's two people; ok is false if one has none.
func bothPartners(ctx context.Context, c conn, ask community.PartnerAsk) (sender, receiver community.Partner, ok bool, err error) {
	if sender, ok, err = partnerOf(ctx, c, ask.Server, ask.Sender); err != nil || !ok {
		return sender, receiver, ok, err
	}
	receiver, ok, err = partnerOf(ctx, c, ask.Server, ask.Receiver)
	return sender, receiver, ok, err
}

// openAsk is the ask of one person to another that waits.
func openAsk(ctx context.Context, c conn, server, sender, receiver string, now time.Time) (community.PartnerAsk, bool, error) {
	return first(ctx, c, askFields, "SELECT "+askColumns+` FROM partner_asks
		WHERE receiver = $1 AND server = $2 AND state = 'open' AND sender = $3 AND at_ms > $4`, receiver, server, sender, ms(now.Add(-community.AskFor)))
}

// askedBefore is an ask of the same two that waits as far as its sender is to know: what was declined
// reads like what is open.
func askedBefore(ctx context.Context, c conn, ask community.PartnerAsk, now time.Time) (community.PartnerAsk, bool, error) {
	return first(ctx, c, askFields, "SELECT "+askColumns+` FROM partner_asks
		WHERE sender = $1 AND receiver = $2 AND server = $3 AND state IN ('open', 'declined') AND at_ms > $4`,
		ask.Sender, ask.Receiver, ask.Server, ms(now.Add(-community.AskFor)))
}

// openAsks counts the asks that a person waits for, as far as they are to know: what was
// declined or withdrawn counts as if it waited still.
func openAsks(ctx context.Context, c conn, sender string, now time.Time) (int, error) {
	n, _, err := first(ctx, c, only[int], "SELECT count(*) FROM partner_asks WHERE sender = $1 AND at_ms > $2 AND state <> 'accepted' AND state <> 'ended'",
		sender, ms(now.Add(-community.AskFor)))
	return n, err
}

// tooManyAsks says which limit a person has reached, if any.
func tooManyAsks(ctx context.Context, c conn, sender string, now time.Time) (community.AskOutcome, error) {
	open, err := openAsks(ctx, c, sender, now)
	if err != nil || open >= community.OpenAsks {
		return community.TooManyOpen, err
	}
	today, _, err := first(ctx, c, only[int], "SELECT count(*) FROM partner_asks WHERE sender = $1 AND at_ms > $2", sender, ms(now.Add(-day)))
	if err != nil || today >= community.AsksADay {
		return community.TooManyToday, err
	}
	return "", nil
}

// accept makes two people meet whose server is held, and keeps them from finding each
// other anew.
func (s *Store) accept(ctx context.Context, c conn, ask community.PartnerAsk, sender, receiver community.Partner, letters AskLetters) (community.PartnerAsk, error) {
	ask.State, ask.Told = community.AskAccepted, true
	if _, err := c.exec(ctx, "UPDATE partner_asks SET state = $2, told = TRUE WHERE id = $1", ask.ID, ask.State); err != nil {
		return ask, err
	}
	met := community.Apart{
		Server: ask.Server, Person: ask.Receiver, Other: ask.Sender, Until: s.now().Add(community.ApartFor), Mutual: true,
	}
	if err := keepApart(ctx, c, met); err != nil {
		return ask, err
	}
	return ask, s.send(ctx, c, ask, sender, receiver, letters)
}

func (s *Store) send(ctx context.Context, c conn, ask community.PartnerAsk, sender, receiver community.Partner, letters AskLetters) error {
	messages, err := letters(ask, sender, receiver)
	if err != nil {
		return err
	}
	return s.addMessages(ctx, c, messages)
}

// PartnerAsk is an ask by its id; ok is false if it is gone.
func (s *Store) PartnerAsk(ctx context.Context, id string) (a community.PartnerAsk, ok bool, err error) {
	a, ok, err = askByID(ctx, s.look(), id)
	return a, ok, s.explain("read ask "+id, err)
}

func askByID(ctx context.Context, c conn, id string) (community.PartnerAsk, bool, error) {
	return first(ctx, c, askFields, "SELECT "+askColumns+" FROM partner_asks WHERE id = $1", id)
}

// AnswerAsk is the receiver's yes or no to an ask that waits. With a yes both have met.
func (s *Store) AnswerAsk(ctx context.Context, ask community.PartnerAsk, yes bool, letters AskLetters) (out community.AskOutcome, err error) {
	err = s.do(ctx, "answer ask "+ask.ID, func(c conn) error {
		if err := hold(ctx, c, ask.Server); err != nil {
			return err
		}
		out = community.AskGone
		now := s.now()
		waits, ok, err := openAsk(ctx, c, ask.Server, ask.Sender, ask.Receiver, now)
		if err != nil || !ok || waits.ID != ask.ID {
			return err
		}
		sender, receiver, ok, err := bothPartners(ctx, c, ask)
		switch {
		case err != nil || !ok:
			return err
		case yes:
			out = community.NowMet
			_, err = s.accept(ctx, c, ask, sender, receiver, letters)
			return err
		}
		out = community.NowDeclined
		return decline(ctx, c, ask, now)
	})
	return out, err
}

// decline ends an ask whose server is held; the two are not shown to each other for long.
func decline(ctx context.Context, c conn, ask community.PartnerAsk, now time.Time) error {
	if _, err := c.exec(ctx, "UPDATE partner_asks SET state = 'declined', told = TRUE WHERE id = $1 AND state = 'open'", ask.ID); err != nil {
		return err
	}
	return keepApart(ctx, c, community.Apart{
		Server: ask.Server, Person: ask.Receiver, Other: ask.Sender, Until: now.Add(community.ApartFor), Mutual: true,
	})
}

// EndMeeting notes that one of two who met wants no more of it, and keeps them apart. It
// reports false if they are no longer known to have met.
func (s *Store) EndMeeting(ctx context.Context, ask community.PartnerAsk, person string) (ended bool, err error) {
	err = s.do(ctx, "end meeting "+ask.ID, func(c conn) error {
		if err := hold(ctx, c, ask.Server); err != nil {
			return err
		}
		n, err := c.exec(ctx, "UPDATE partner_asks SET state = 'ended' WHERE id = $1 AND state IN ('accepted', 'ended')", ask.ID)
		if ended = n > 0; !ended || err != nil {
			return err
		}
		other := ask.Sender
		if other == person {
			other = ask.Receiver
		}
		return keepApart(ctx, c, community.Apart{
			Server: ask.Server, Person: person, Other: other, Until: community.Forever, Mutual: true, Block: true,
		})
	})
	return ended && err == nil, err
}

// A waitingAsk is an ask with the profile of who asked.
type waitingAsk struct {
	ask    community.PartnerAsk
	sender community.Partner
}

// AsksFor are the asks that wait for a person's answer in a server, the oldest first, each
// with the profile of who asks; with untold, only those that they have not been told of.
func (s *Store) AsksFor(ctx context.Context, server, person string, untold bool) (asks []community.PartnerAsk, senders []community.Partner, err error) {
	waiting, err := list(ctx, s.look(), func(w *waitingAsk) []any { return append(askFields(&w.ask), partnerFields(&w.sender)...) }, `
		SELECT k.id, k.server, k.sender, k.receiver, k.state, k.at_ms, k.told,
			p.id, p.server, p.person, p.speaks, p.learns, p.interests, p.about, p.listed, p.direct, p.active_ms, p.expires_ms, p.reminded
		FROM partner_asks AS k JOIN partners AS p ON p.server = k.server AND p.person = k.sender
		WHERE k.receiver = $1 AND k.server = $2 AND k.state = 'open' AND k.at_ms > $3 AND (NOT k.told OR NOT $4)
		ORDER BY k.at_ms`, person, server, ms(s.now().Add(-community.AskFor)), untold)
	for _, w := range waiting {
		asks, senders = append(asks, w.ask), append(senders, w.sender)
	}
	return asks, senders, s.explain("read asks for "+person, err)
}

// AskTold notes that an ask's receiver has been told, or not after all.
func (s *Store) AskTold(ctx context.Context, id string, told bool) error {
	return s.do(ctx, "note who was told of ask "+id, func(c conn) error {
		_, err := c.exec(ctx, "UPDATE partner_asks SET told = $2 WHERE id = $1 AND state = 'open'", id, told)
		return err
	})
}

// RetryIntroductions sends the introductions in a change's server that could not be posted
// to another channel, and notes the change for each.
func (s *Store) RetryIntroductions(ctx context.Context, channel string, ch community.Change) error {
	groups, err := list(ctx, s.look(), only[string],
		"SELECT group_id FROM outbox WHERE state = 'dead' AND group_id IN (SELECT id FROM partner_asks WHERE server = $1 AND state = 'accepted')", ch.Server)
	if err != nil {
		return s.explain("read introductions of server "+ch.Server, err)
	}
	for _, group := range groups {
		if _, err := s.Retry(ctx, group, channel, ch); err != nil {
			return err
		}
	}
	return nil
}

// OpenAsks says how many asks a person waits for, as they are to know it: what was
// declined waits too.
func (s *Store) OpenAsks(ctx context.Context, person string) (n int, err error) {
	n, err = openAsks(ctx, s.look(), person, s.now())
	return n, s.explain("count the asks of "+person, err)
}
