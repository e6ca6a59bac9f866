package commands

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"magpie/phrase"
	"magpie/slash"
)

// showStats tells how the caller's cards are doing, in words and then as a picture.
func (f *cardsFeature) showStats(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	zone, err := f.zone(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	cards, err := f.cards(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	now := f.Now()
	reviews, err := f.Store.Reviews(ctx, c.Person.ID, now.Add(-31*24*time.Hour))
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up reviews: %w", err)
	}
	s := phrase.Summarize(cards, reviews, now, zone)
	picture, err := cardsPicture(s)
	if err != nil {
		return slash.Reply{}, err
	}
	ahead := counts(s.Ahead[:])
	lines := []slash.Content{
		c.T("cards.stats.title"),
		slash.Bullet(c.T("cards.stats.cards", s.Cards, s.Learned, s.Unseen)),
	}
	if s.Asked > 0 {
		percent := int(math.Round(100 * float64(s.Remembered) / float64(s.Asked)))
		lines = append(lines, slash.Bullet(c.T("cards.stats.remembered", s.Asked, strconv.Itoa(percent))))
	}
	if s.Days > 0 {
		lines = append(lines, slash.Bullet(c.T("cards.stats.days", s.Days)))
	}
	if s.Row > 1 {
		lines = append(lines, slash.Bullet(c.T("cards.stats.row", s.Row)))
	}
	lines = append(lines, slash.Bullet(c.T("cards.stats.ahead", ahead)))
	return slash.Say(slash.Lines(lines...)).With(
		slash.Image{Name: "cards.png", Data: picture, Alt: c.Label("cards.stats.alt", counts(s.Past[:]), ahead)},
		slash.Row{Buttons: []slash.Button{openCardsButton(c)}}), nil
}

// counts are numbers, as a list.
func counts(days []int) string {
	var all []string
	for _, n := range days {
		all = append(all, strconv.Itoa(n))
	}
	return strings.Join(all, " · ")
}
