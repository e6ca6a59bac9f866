package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/news"
	"magpie/outbox"
	"magpie/store"
	"magpie/store/storetest"
)

// publish gives a server a digest whose runs were posted, the earliest first.
func publish(t *testing.T, s *store.Store, server, id string, runs ...news.Run) {
	t.Helper()
	d, made := digest(id, server, "Digest "+id), change
	made.Server = server
	_, err := s.CreateDigest(t.Context(), d, made)
	check(t, err)
	for _, r := range runs {
		m := message(t, r.ID, 1)
		m.Server = server
		saved, err := s.SaveRun(t.Context(), ok(s.Digest(t.Context(), id)), r, r.At.Add(24*time.Hour), []outbox.Message{m})
		if err != nil || !saved {
			t.Fatal(saved, err)
		}
		sendAll(t, s, r.ID)
	}
}

// sendAll says that the messages of a group have arrived.
func sendAll(t *testing.T, s *store.Store, group string) {
	t.Helper()
	messages, err := s.Messages(t.Context(), group)
	check(t, err)
	claimed, mine, err := s.Claim(t.Context(), outbox.Work, "tester", time.Hour)
	if err != nil || !mine {
		t.Fatal(mine, err)
	}
	for i := range messages {
		messages[i].State, messages[i].MessageID = outbox.Sent, "1"
	}
	check(t, s.SaveMessages(t.Context(), claimed, messages...))
}

// posted is a run of a digest with one story.
func posted(digest string, at time.Time) news.Run {
	return news.Run{
		ID: digest + "@" + at.Format("2006-01-02 15:04"), Digest: digest, Slot: at.Format("2006-01-02 15:04"), At: at, Done: at, Outcome: news.Posted,
		Stories: []news.Story{{ID: "s", Items: []news.Item{{ID: "i", Title: "A headline", Link: "https://example.org/", Lang: "en"}}}},
	}
}

func switchPages(t *testing.T, s *store.Store, server string, on bool) {
	t.Helper()
	_, err := s.EditServer(t.Context(), server, func(sv *community.Server) { sv.PagesOn = on })
	check(t, err)
}

// A server's digests are shown under a name that tells nothing of it, while its pages
// are on: those that arrived, the latest first.
func TestPublications(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		first, second := posted("setup-777000111", t0), posted("setup-777000111", t0.Add(24*time.Hour))
		publish(t, s, "777000111", "setup-777000111", first, second)
		publish(t, s, "777000111", "b", posted("b", t0))
		publish(t, s, "888", "c", posted("c", t0))
		slug, err := s.Slug(ctx, "777000111")
		check(t, err)
		if again, err := s.Slug(ctx, "777000111"); again != slug || err != nil || len(slug) != 16 {
			t.Errorf("named %q, then %q, %v", slug, again, err)
		}
		if _, found, err := s.Issues(ctx, slug, 0, 9); found || err != nil {
			t.Errorf("shown before it was switched on: %t, %v", found, err)
		}
		switchPages(t, s, "777000111", true)
		issues := ok2(s.Issues(ctx, slug, 0, 9))
		if len(issues) != 3 || !issues[0].At.Equal(second.At) || issues[0].Title != "Digest setup-777000111" || issues[0].Stories[0].Items[0].Title != "A headline" {
			t.Fatalf("issues %+v", issues)
		}
		if issues[1].Name == issues[2].Name {
			t.Error("two digests of one minute have one name")
		}
		for _, i := range issues {
			if strings.Contains(slug+i.Name, "777") {
				t.Errorf("%s/%s tells the server", slug, i.Name)
			}
			same(t, i, ok(s.Issue(ctx, slug, i.Name)))
		}
		same(t, issues[1:2], ok2(s.Issues(ctx, slug, 1, 1)))
		all, err := s.Publications(ctx)
		check(t, err)
		same(t, []news.Publication{{Slug: slug, Latest: second.Done}}, all)
		for _, name := range []string{"", "x", issues[0].Name + "x", "20261121-090000-aaaaaaaa", "99999999-999999-aaaaaaaa", "' OR '1'='1", strings.Repeat("é", 9)} {
			if _, found, err := s.Issue(ctx, slug, name); found || err != nil {
				t.Errorf("issue %q: %t, %v", name, found, err)
			}
		}
		if _, found, err := s.Issue(ctx, "none", issues[0].Name); found || err != nil {
			t.Errorf("issue of no publication: %t, %v", found, err)
		}
	})
}

// What ends a publication, or an issue of it, ends it at once.
func TestPublicationsEnd(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		publish(t, s, "1", "a", posted("a", t0))
		publish(t, s, "1", "b", posted("b", t0.Add(time.Hour)))
		switchPages(t, s, "1", true)
		slug, err := s.Slug(ctx, "1")
		check(t, err)
		shown := func() (titles []string) {
			issues, _, err := s.Issues(ctx, slug, 0, 9)
			check(t, err)
			for _, i := range issues {
				titles = append(titles, i.Title)
			}
			return titles
		}
		both := []string{"Digest b", "Digest a"}
		same(t, both, shown())
		switchPages(t, s, "1", false)
		same(t, nil, shown())
		if all, err := s.Publications(ctx); len(all) > 0 || err != nil {
			t.Errorf("listed while off: %v, %v", all, err)
		}
		switchPages(t, s, "1", true)
		same(t, both, shown()) // links work again
		_, err = s.DeleteDigest(ctx, "b", change)
		check(t, err)
		same(t, []string{"Digest a"}, shown())

		old := slug
		slug, err = s.NewSlug(ctx, "1")
		check(t, err)
		same(t, []string{"Digest a"}, shown())
		if _, found, err := s.Issues(ctx, old, 0, 9); found || err != nil || old == slug {
			t.Errorf("the old name still leads there: %t, %v", found, err)
		}
		check(t, s.MarkRemoved(ctx, "1", t0))
		same(t, nil, shown())
		clk.Set(t0.AddDate(0, 2, 0))
		check(t, s.Prune(ctx))
		check(t, s.MarkHere(ctx, "1"))
		switchPages(t, s, "1", true)
		same(t, nil, shown()) // the name went with the server
	})
}

// What was not posted is not published.
func TestUnsentIsNotPublished(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		silent, waiting := posted("a", t0), posted("a", t0.Add(time.Hour))
		silent.Outcome, silent.Stories = news.Silent, nil
		publish(t, s, "1", "a")
		switchPages(t, s, "1", true)
		slug, err := s.Slug(ctx, "1")
		check(t, err)
		for _, r := range []news.Run{silent, waiting} {
			_, err := s.SaveRun(ctx, ok(s.Digest(ctx, "a")), r, r.At.Add(time.Hour), slices.Repeat([]outbox.Message{message(t, r.ID, 1)}, len(r.Stories)))
			check(t, err)
		}
		if issues := ok2(s.Issues(ctx, slug, 0, 9)); len(issues) > 0 {
			t.Errorf("published before it was sent: %v", issues)
		}
		sendAll(t, s, waiting.ID)
		if issues := ok2(s.Issues(ctx, slug, 0, 9)); len(issues) != 1 {
			t.Errorf("after it was sent: %v", issues)
		}
	})
}

// ok2 is ok for what may be empty.
func ok2(issues []news.Issue, found bool, err error) []news.Issue { return ok(issues, found, err) }
