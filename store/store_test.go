package store_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"magpie/clock"
	"magpie/store"
	"magpie/store/storetest"
)

var quiet = slog.New(slog.DiscardHandler)

func open(ctx context.Context, url string, o store.Options) (*store.Store, error) {
	return store.Open(ctx, quiet, url, o)
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "magpie.db", "sqlite:", "mysql://localhost/magpie"} {
		if _, err := open(t.Context(), url, store.Options{}); !errors.Is(err, store.ErrURL) {
			t.Errorf("%q: %v", url, err)
		}
	}
	if _, err := open(t.Context(), "postgres://localhost:1/none", store.Options{}); err == nil {
		t.Error("opened a database where none is")
	}
}

func TestOneProcessAFile(t *testing.T) {
	t.Parallel()
	url := storetest.SQLite(t)
	s := storetest.Open(t, url, clock.Real{})
	if _, err := open(t.Context(), url, store.Options{}); !errors.Is(err, store.ErrInUse) {
		t.Errorf("a second one: %v", err)
	}
	check(t, s.MarkHere(t.Context(), "1"))
	beside, err := open(t.Context(), url, store.Options{ReadOnly: true})
	check(t, err)
	defer beside.Close()
	if _, ok, err := beside.Server(t.Context(), "1"); !ok || err != nil {
		t.Error("a reader beside it sees nothing:", err)
	}
}

func TestOpenReadOnlyNeedsADatabase(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		if _, err := open(t.Context(), url, store.Options{ReadOnly: true}); err == nil {
			t.Error("opened what is not there")
		}
	})
}

func TestPathsMayHoldAnything(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new folder", "喜鹊 ?#%41&mode=memory.db")
	storetest.Open(t, "sqlite:"+path, clock.Real{})
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestManyOpenANewDatabaseAtOnce(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		var opened atomic.Int64
		var wg sync.WaitGroup
		stores := make([]*store.Store, 8)
		for i := range stores {
			wg.Go(func() {
				s, err := open(t.Context(), url, store.Options{})
				switch {
				case err == nil:
					stores[i] = s
					opened.Add(1)
				case !errors.Is(err, store.ErrInUse) || strings.HasPrefix(url, "postgres"):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, s := range stores {
			if s != nil {
				check(t, s.Close())
			}
		}
		if want := map[bool]int64{true: 1, false: 8}[strings.HasPrefix(url, "sqlite")]; opened.Load() != want {
			t.Errorf("%d opened it, want %d", opened.Load(), want)
		}
	})
}

func TestReopen(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		s, err := open(t.Context(), url, store.Options{})
		check(t, err)
		check(t, s.MarkHere(t.Context(), "1"))
		check(t, s.Close())
		if _, ok, err := storetest.Open(t, url, clock.Real{}).Server(t.Context(), "1"); !ok || err != nil {
			t.Error(ok, err)
		}
	})
}

func TestClaim(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		claim := func(holder string, wantEpoch int64, wantOK bool) {
			t.Helper()
			epoch, ok, err := s.Claim(t.Context(), "outbox", holder, time.Minute)
			if err != nil || ok != wantOK || ok && epoch != wantEpoch {
				t.Errorf("%s: epoch %d, %t, %v; want %d, %t", holder, epoch, ok, err, wantEpoch, wantOK)
			}
		}
		claim("a", 1, true)
		claim("b", 0, false)
		claim("a", 1, true) // keeps it
		clk.AdvanceTo(clk.Now().Add(time.Minute), 0)
		claim("b", 2, true)
		claim("a", 0, false)
		check(t, s.Release(t.Context(), "outbox", "a", 1)) // not its own any more
		claim("a", 0, false)
		check(t, s.Release(t.Context(), "outbox", "b", 2))
		claim("a", 3, true)
		clk.AdvanceTo(clk.Now().Add(time.Hour), 0)
		claim("a", 4, true) // it may have been paused
		clk.AdvanceTo(clk.Now().Add(-2*time.Hour), 0)
		claim("b", 5, true) // the clock was wrong
	})
}

func TestOneOfManyGetsAClaim(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		var winners atomic.Int64
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				_, ok, err := s.Claim(t.Context(), "work", string(rune('a'+i)), time.Minute)
				if err != nil {
					t.Error(err)
				}
				if ok {
					winners.Add(1)
				}
			})
		}
		wg.Wait()
		if winners.Load() != 1 {
			t.Errorf("%d winners", winners.Load())
		}
	})
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
