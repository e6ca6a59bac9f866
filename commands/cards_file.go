package commands

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"magpie/phrase"
	"magpie/slash"
)

// CardImports keep cards of a file until their owner agrees.
type CardImports interface {
	// KeepCardImport keeps cards in place of those that were kept before.
	KeepCardImport(ctx context.Context, owner string, cards []phrase.Card) (id string, err error)
	// ImportCards adds what was kept, once, and reports false if it is no longer kept.
	ImportCards(ctx context.Context, owner, id string) (phrase.Added, bool, error)
}

// maxTableFile is how large a file of cards may be, in bytes.
const maxTableFile = 4 << 20

type cardUpload struct {
	File slash.Attachment `slash:"file"`
}

// cardImport is an import that was looked at.
type cardImport struct{ ID string }

func (f *cardsFeature) openBring(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return slash.Reply{Form: f.upload.Form(c.Voice, c.Label("cards.bring"), cardUpload{})}, nil
}

// uploaded reads a file and shows what would be imported. Nothing is saved yet.
func (f *cardsFeature) uploaded(ctx context.Context, c *slash.Call, in cardUpload) (slash.Reply, error) {
	table, err := readTable(ctx, c, f.Download, in.File, slash.Try("cards"))
	if err != nil {
		return slash.Reply{}, err
	}
	cards, bad := table.Cards(f.completed)
	there, err := f.cards(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	fresh, known := unknownCards(there, cards)
	over := max(0, len(there)+len(fresh)-phrase.MaxCards)
	fresh = fresh[:len(fresh)-over]
	r, err := readerOf(ctx, c, f.People)
	if err != nil {
		return slash.Reply{}, err
	}
	lines := []slash.Content{c.T("cards.file", len(table.Rows)+len(table.Bad), in.File.Name)}
	for _, card := range fresh[:min(len(fresh), 3)] {
		lines = append(lines, slash.Bullet(cardLine(r, card)))
	}
	if known > 0 {
		lines = append(lines, c.T("cards.file.known", known))
	}
	if over > 0 {
		lines = append(lines, c.T("cards.over", over, phrase.MaxCards))
	}
	reply := slash.Say(slash.Lines(lines...))
	if len(bad) > 0 {
		reply = reply.With(slash.Text{Body: badRows(c, bad)})
	}
	row := slash.Row{}
	if len(fresh) > 0 {
		for i := range fresh {
			fresh[i].Lang = c.Lang
		}
		id, err := f.Store.KeepCardImport(ctx, c.Person.ID, fresh)
		if err != nil {
			return slash.Reply{}, fmt.Errorf("keep an import: %w", err)
		}
		row.Buttons = append(row.Buttons, f.take.Button(c.Label("cards.import", len(fresh)), cardImport{id}).With(slash.Main))
	}
	row.Buttons = append(row.Buttons, f.bring.Button(c.Label("cards.bring_other"), slash.Nothing{}), openCardsButton(c))
	return reply.With(row), nil
}

// unknownCards are those of a file that are neither among somebody's nor twice in the
// file, and how many are.
func unknownCards(there, cards []phrase.Card) (fresh []phrase.Card, known int) {
	keys := map[string]bool{}
	for _, card := range there {
		keys[card.Key()] = true
	}
	for _, card := range cards {
		if key := card.Key(); !keys[key] {
			keys[key] = true
			fresh = append(fresh, card)
		}
	}
	return fresh, len(cards) - len(fresh)
}

// badRowsShown is how many rows that cannot be read are named.
const badRowsShown = 8

// badRows says which rows of a file make no card, and why.
func badRows(c *slash.Call, bad []phrase.RowError) slash.Content {
	lines := []slash.Content{c.T("cards.bad", len(bad))}
	for _, b := range bad[:min(len(bad), badRowsShown)] {
		why := c.T("table.open_quote")
		var side *phrase.SideError
		if errors.As(b.Err, &side) {
			why = sideProblem(c, side)
		}
		lines = append(lines, slash.Bullet(c.T("table.row", strconv.Itoa(b.Row), why)))
	}
	if more := len(bad) - badRowsShown; more > 0 {
		lines = append(lines, c.T("table.more", more))
	}
	return slash.Lines(lines...)
}

// readTable downloads and reads a file of rows, and apologizes for one that is none.
func readTable(ctx context.Context, c *slash.Call, download Download, file slash.Attachment, next slash.Next) (phrase.Table, error) {
	sorry := func(what slash.Content) error {
		return c.Sorry(what, c.T("safe.nothing_changed"), next)
	}
	if file.Size > maxTableFile {
		return phrase.Table{}, sorry(c.T("table.too_large", maxTableFile>>20))
	}
	data, err := download(ctx, file, maxTableFile)
	if err != nil {
		c.Log.Warn("download a file", "error", err)
		return phrase.Table{}, sorry(c.T("table.not_fetched"))
	}
	table, err := phrase.ReadTable(data)
	var many *phrase.TooManyRowsError
	switch {
	case errors.As(err, &many):
		return table, sorry(c.T("table.too_many", many.Rows, phrase.MaxRows))
	case errors.Is(err, phrase.ErrEmpty):
		return table, sorry(c.T("table.empty"))
	case errors.Is(err, phrase.ErrPackage):
		return table, sorry(c.T("table.package"))
	case errors.Is(err, phrase.ErrNotText):
		return table, sorry(c.T("table.not_text"))
	case errors.Is(err, phrase.ErrEncoding):
		return table, sorry(c.T("table.encoding"))
	}
	return table, err
}

// imported saves the cards of a file that was looked at.
func (f *cardsFeature) imported(ctx context.Context, c *slash.Call, in cardImport) (slash.Reply, error) {
	added, ok, err := f.Store.ImportCards(ctx, c.Person.ID, in.ID)
	switch {
	case err != nil:
		return slash.Reply{}, fmt.Errorf("import cards: %w", err)
	case !ok:
		return slash.Reply{}, c.Sorry(c.T("cards.import_gone"), c.T("safe.nothing_changed"), f.bring.Button(c.Label("cards.bring"), slash.Nothing{}))
	}
	return addedCards(c, added)
}

// exported hands out all cards, for spreadsheets and for Anki.
func (f *cardsFeature) exported(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	cards, err := f.cards(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	if len(cards) == 0 {
		return slash.Reply{}, c.Sorry(c.T("cards.none"), c.T("safe.nothing_changed"), slash.Try("cards"))
	}
	table := phrase.CardTable(cards)
	return slash.Say(c.T("cards.exported", len(cards)), slash.Lines(slash.Bullet(c.T("cards.exported.csv")), slash.Bullet(c.T("cards.exported.anki")))).
		With(slash.File{Name: "cards.csv", Data: table.CSV()}, slash.File{Name: "cards-anki.txt", Data: table.Anki("Magpie")}).
		As(slash.Anew), nil
}
