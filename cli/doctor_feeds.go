package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"magpie/news"
	"magpie/store"
)

// lookAtFeeds counts the feeds that servers follow by how they are, and names those that
// nobody can expect anything of any more.
func lookAtFeeds(ctx context.Context, db *store.Store) ([]finding, error) {
	feeds, err := db.FollowedFeeds(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(feeds, func(a, b news.Feed) int { return strings.Compare(a.URL, b.URL) })
	count := map[news.Condition]int{}
	var lost []finding
	for _, f := range feeds {
		condition := f.Condition()
		count[condition]++
		if condition == news.IsGone || condition == news.IsDormant {
			lost = append(lost, finding{
				warn, "feed " + f.URL, fmt.Sprintf("%s since %s: %s", condition, f.FailingSince.UTC().Format(time.DateOnly), f.Problem),
				"its moderators were told; magpie feed check URL tells more",
			})
		}
	}
	var counts []string
	for _, c := range []news.Condition{news.IsOK, news.IsFailing, news.IsDormant, news.IsStale, news.IsWaiting, news.IsGone} {
		if count[c] > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", count[c], c))
		}
	}
	all := finding{good, "feeds", strings.Join(append([]string{fmt.Sprint(len(feeds))}, counts...), ", "), ""}
	if more := len(lost) - shownMost; more > 0 {
		lost = append(lost[:shownMost], finding{warn, "feeds", fmt.Sprintf("%d more like these", more), "look at these first"})
	}
	return append([]finding{all}, lost...), nil
}
