package store_test

import (
	"slices"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/store"
	"magpie/store/storetest"
)

func TestAlertedServers(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		alerted := func(want ...string) {
			t.Helper()
			servers, err := s.AlertedServers(ctx)
			check(t, err)
			var ids []string
			for _, server := range servers {
				ids = append(ids, server.ID)
			}
			slices.Sort(ids)
			same(t, want, ids)
		}
		for _, id := range []string{"1", "2", "3", "4"} {
			_, err := s.EditServer(ctx, id, func(server *community.Server) {
				if id != "2" {
					server.ModeratorChannel = "10"
				}
			})
			check(t, err)
			if id != "3" {
				check(t, s.AddAlert(ctx, community.Alert{ID: "a" + id, Server: id, At: t0, Key: "feed.failing", Args: []string{"A"}, About: "key"}))
			}
		}
		check(t, s.MarkRemoved(ctx, "4", t0))
		alerted("1")
		alerts, err := s.Alerts(ctx, "1")
		check(t, err)
		same(t, []community.Alert{{ID: "a1", Server: "1", At: t0, Key: "feed.failing", Args: []string{"A"}, About: "key"}}, alerts)
		check(t, s.AlertsTold(ctx, "a1"))
		alerted()
		clk.AdvanceTo(t0.Add(181*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		if alerts, err := s.Alerts(ctx, "2"); err != nil || len(alerts) > 0 {
			t.Errorf("nobody came for %v in half a year, %v", alerts, err)
		}
	})
}
