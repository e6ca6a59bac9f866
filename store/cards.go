package store

import (
	"context"
	"crypto/rand"
	"time"

	"magpie/phrase"
)

const cardColumns = "id, owner, key, source, lang, simplified, traditional, pinyin, taiwan, meaning, note, ask, edited, added_ms, " + memoryColumns

const memoryColumns = "phase, step, stability, difficulty, due_ms, last_ms, reps, lapses"

// cardFields leave the key to be made of the card when it is written.
func cardFields(c *phrase.Card) []any {
	key := c.Key()
	return append([]any{
		&c.ID, &c.Owner, &key, &c.Source, &c.Lang, &c.Front.Simplified, &c.Front.Traditional, asJSON{&c.Pinyin}, asJSON{&c.Taiwan},
		&c.Meaning, &c.Note, &c.Ask, asJSON{&c.Edited}, millis{&c.Added},
	}, memoryFields(&c.Memory)...)
}

func memoryFields(m *phrase.Memory) []any {
	return []any{&m.Phase, &m.Step, &m.Stability, &m.Difficulty, millis{&m.Due}, millis{&m.Last}, &m.Reps, &m.Lapses}
}

// Cards are all cards of someone, in the order in which they were added.
func (s *Store) Cards(ctx context.Context, owner string) ([]phrase.Card, error) {
	cards, err := cardsOf(ctx, s.look(), owner)
	return cards, s.explain("read the cards of "+owner, err)
}

func cardsOf(ctx context.Context, c conn, owner string) ([]phrase.Card, error) {
	return list(ctx, c, cardFields, "SELECT "+cardColumns+" FROM cards WHERE owner = $1 ORDER BY added_ms", owner)
}

// Card is one card of someone; ok is false if they have no such card.
func (s *Store) Card(ctx context.Context, owner, id string) (card phrase.Card, ok bool, err error) {
	card, ok, err = cardOf(ctx, s.look(), owner, id)
	return card, ok, s.explain("read card "+id, err)
}

func cardOf(ctx context.Context, c conn, owner, id string) (phrase.Card, bool, error) {
	return first(ctx, c, cardFields, "SELECT "+cardColumns+" FROM cards WHERE id = $2 AND owner = $1", owner, id)
}

// AddCards adds cards, in this order, to those of someone. A card that teaches what
// another teaches, or is made from the same source, is known, and nothing changes.
func (s *Store) AddCards(ctx context.Context, owner string, cards ...phrase.Card) (added phrase.Added, err error) {
	err = s.do(ctx, "add cards of "+owner, func(c conn) error {
		added, err = s.addCards(ctx, c, owner, cards)
		return err
	})
	return added, err
}

func (s *Store) addCards(ctx context.Context, c conn, owner string, cards []phrase.Card) (added phrase.Added, err error) {
	there, err := cardsOf(ctx, c, owner)
	if err != nil {
		return added, err
	}
	known := make(map[string]bool)
	note := func(c phrase.Card) {
		known["key "+c.Key()] = true
		known["source "+c.Source] = c.Source != phrase.Own
	}
	for _, card := range there {
		note(card)
	}
	added.Total = len(there)
	at := s.now()
	if n := len(there); n > 0 && !at.After(there[n-1].Added) {
		at = there[n-1].Added.Add(time.Millisecond)
	}
	for _, card := range cards {
		switch {
		case known["key "+card.Key()] || known["source "+card.Source]:
			added.Known++
			continue
		case added.Total >= phrase.MaxCards:
			added.Over++
			continue
		}
		card.ID, card.Owner, card.Added = rand.Text(), owner, at
		at = at.Add(time.Millisecond) // which is their order
		if _, err := c.exec(ctx, insert("cards", cardColumns), cardFields(&card)...); err != nil {
			return added, err
		}
		note(card)
		added.New++
		added.Total++
	}
	return added, nil
}

// EditCard saves the texts of a card and how it is asked. It reports false if the card
// is gone, or another of its owner's teaches the same.
func (s *Store) EditCard(ctx context.Context, card phrase.Card) (saved bool, err error) {
	err = s.do(ctx, "edit card "+card.ID, func(c conn) error {
		n, err := c.exec(ctx, `
			UPDATE cards SET key = $3, simplified = $4, traditional = $5, pinyin = $6, taiwan = $7, meaning = $8, note = $9, ask = $10, edited = $11
			WHERE id = $1 AND owner = $2 AND NOT EXISTS (SELECT 1 FROM cards AS other WHERE other.owner = $2 AND other.key = $3 AND other.id <> $1)`,
			card.ID, card.Owner, card.Key(), card.Front.Simplified, card.Front.Traditional, asJSON{card.Pinyin}, asJSON{card.Taiwan},
			card.Meaning, card.Note, card.Ask, asJSON{card.Edited})
		saved = n > 0
		return err
	})
	return saved, err
}

// DeleteCard deletes a card of someone, and reports whether there was one.
func (s *Store) DeleteCard(ctx context.Context, owner, id string) (deleted bool, err error) {
	err = s.do(ctx, "delete card "+id, func(c conn) error {
		n, err := c.exec(ctx, "DELETE FROM cards WHERE owner = $1 AND id = $2", owner, id)
		deleted = n > 0
		return err
	})
	return deleted, err
}

const reviewColumns = "card, at_ms, grade, before"

func reviewFields(r *phrase.Review) []any {
	return []any{&r.Card, millis{&r.At}, &r.Grade, asJSON{&r.Before}}
}

// ReviewCard notes an answer to a card that was answered reps times before, and
// returns the card as it is then. It reports false if the card is gone or was answered
// meanwhile.
func (s *Store) ReviewCard(ctx context.Context, owner, id string, reps int, g phrase.Grade) (card phrase.Card, ok bool, err error) {
	err = s.do(ctx, "review card "+id, func(c conn) error {
		if card, ok, err = cardOf(ctx, c, owner, id); err != nil || !ok {
			return err
		}
		r := phrase.Review{Card: id, At: s.now(), Grade: g, Before: card.Memory}
		card.Memory = card.Memory.After(g, r.At)
		if ok, err = remember(ctx, c, card, reps); err != nil || !ok {
			return err
		}
		_, err := c.exec(ctx, insert("reviews", reviewColumns+", id, owner"), append(reviewFields(&r), rand.Text(), owner)...)
		return err
	})
	return card, ok, err
}

// remember saves a card's memory if the card was answered reps times until now.
func remember(ctx context.Context, c conn, card phrase.Card, reps int) (bool, error) {
	n, err := c.exec(ctx, `
		UPDATE cards SET phase = $1, step = $2, stability = $3, difficulty = $4, due_ms = $5, last_ms = $6, reps = $7, lapses = $8
		WHERE id = $9 AND owner = $10 AND reps = $11`, append(memoryFields(&card.Memory), card.ID, card.Owner, reps)...)
	return n > 0, err
}

// UndoReview takes back the last answer of someone to a card that is still there, and
// returns the card. It reports false if there is no such answer.
func (s *Store) UndoReview(ctx context.Context, owner string) (card phrase.Card, ok bool, err error) {
	err = s.do(ctx, "undo a review of "+owner, func(c conn) error {
		last, found, err := first(ctx, c, reviewFields, `
			SELECT `+reviewColumns+` FROM reviews WHERE owner = $1 AND card IN (SELECT id FROM cards WHERE owner = $1)
			ORDER BY at_ms DESC LIMIT 1`, owner)
		if err != nil || !found {
			return err
		}
		if card, ok, err = cardOf(ctx, c, owner, last.Card); err != nil || !ok {
			return err
		}
		card.Memory = last.Before
		if ok, err = remember(ctx, c, card, last.Before.Reps+1); err != nil {
			return err
		}
		_, err = c.exec(ctx, "DELETE FROM reviews WHERE owner = $1 AND card = $2 AND at_ms = $3", owner, last.Card, ms(last.At))
		return err
	})
	return card, ok, err
}

// Reviews are the answers of someone since a time, the first first.
func (s *Store) Reviews(ctx context.Context, owner string, since time.Time) ([]phrase.Review, error) {
	reviews, err := list(ctx, s.look(), reviewFields,
		"SELECT "+reviewColumns+" FROM reviews WHERE owner = $1 AND at_ms >= $2 ORDER BY at_ms", owner, ms(since))
	return reviews, s.explain("read the reviews of "+owner, err)
}

// KeepCardImport keeps cards that someone may want to import, in place of those that were
// kept before, and returns the import's id.
func (s *Store) KeepCardImport(ctx context.Context, owner string, cards []phrase.Card) (id string, err error) {
	id = rand.Text()
	err = s.do(ctx, "keep an import of "+owner, func(c conn) error {
		_, err := c.exec(ctx, upsert("card_imports", "owner", "owner, id, at_ms, cards"), owner, id, ms(s.now()), asJSON{cards})
		return err
	})
	return id, err
}

func cardImportFields(cards *[]phrase.Card) []any { return []any{asJSON{cards}} }

// ImportCards adds the cards that were kept by [Store.KeepCardImport], once. It reports
// false if they are no longer kept.
func (s *Store) ImportCards(ctx context.Context, owner, id string) (added phrase.Added, ok bool, err error) {
	err = s.do(ctx, "import cards of "+owner, func(c conn) error {
		kept, found, err := first(ctx, c, cardImportFields, "DELETE FROM card_imports WHERE owner = $1 AND id = $2 RETURNING cards", owner, id)
		if err != nil || !found {
			return err
		}
		ok = true
		added, err = s.addCards(ctx, c, owner, kept)
		return err
	})
	return added, ok, err
}
