package commands

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/locales"
	"magpie/slash"
	"magpie/store"
	"magpie/store/storetest"
)

// A comparing is a server with listed handles, and somebody who sends an export.
type comparing struct {
	testing.TB
	clk     *clock.Fake
	store   *store.Store
	handles *Handles
	file    []byte // that is sent
	fetched int
	logs    bytes.Buffer
	data    string // folder of the database
	words   *locales.Catalogue
}

func newComparing(t testing.TB, listed ...string) *comparing {
	t.Helper()
	m := &comparing{TB: t, clk: clock.NewFake(storetest.Start), data: t.TempDir()}
	file := filepath.Join(m.data, "magpie.db")
	storetest.Write(t, file)
	var err error
	m.store, err = store.Open(t.Context(), slog.New(slog.NewTextHandler(&m.logs, nil)), "sqlite:"+file, store.Options{Now: m.clk.Now, BackupDir: t.TempDir()})
	m.check(err)
	t.Cleanup(func() { _ = m.store.Close() })
	m.words, err = locales.Load()
	m.check(err)
	_, err = m.store.EditServer(t.Context(), "1", func(s *community.Server) { s.HandlesOn = true })
	m.check(err)
	for i, name := range listed {
		_, _, err := m.store.ListHandle(t.Context(), community.Handle{
			Server: "1", Person: fmt.Sprint(100 + i), Platform: exportPlatform, Name: name, Audience: community.Knowing,
		})
		m.check(err)
	}
	m.handles = NewHandles(HandleNeeds{
		Listings: m.store, Finds: m.store, Matches: m.store, Watches: m.store, Notices: m.store, Neighbours: m.store, Moderation: m.store,
		Words: m.words, Now: m.clk.Now, Sent: func() {},
		Download: func(context.Context, slash.Attachment, int) ([]byte, error) {
			m.fetched++
			if m.file == nil {
				return nil, errors.New("fetch the file canary.json: refused")
			}
			return m.file, nil
		},
	})
	return m
}

func (m *comparing) check(err error) {
	m.Helper()
	if err != nil {
		m.Fatal(err)
	}
}

// call is something that a person does.
func (m *comparing) call(person string) *slash.Call {
	return &slash.Call{
		Event: slash.Event{Person: slash.Person{ID: person}, Place: slash.Place{Server: "1"}},
		Voice: slash.NewVoice(m.words, "en"), Log: slog.New(slog.NewTextHandler(&m.logs, nil)),
	}
}

// send has a person send a file, and returns what they are shown and the error.
func (m *comparing) send(person, name string, file []byte) (string, slash.Reply, error) {
	m.file = file
	r, err := m.handles.match.typed(m.Context(), m.call(person), matchIn{slash.Attachment{ID: "1", Name: name, Size: len(file)}})
	var out strings.Builder
	for _, b := range r.Blocks {
		switch b := b.(type) {
		case slash.Text:
			out.WriteString(b.Body.Markup().String() + "\n")
		case slash.Section:
			out.WriteString(b.Body.Markup().String() + "\n")
		}
	}
	return out.String(), r, err
}

// TestMatchLeavesNoTrace checks that names in a file that is compared, and in files that are
// refused, come into nothing that outlives the answer but for those of people listed here.
func TestMatchLeavesNoTrace(t *testing.T) {
	t.Parallel()
	m := newComparing(t, "here.one")
	export := `{"Profile And Settings": {"Following": {"Following": [{"UserName": "canary.one"}, {"UserName": "here.one"}, {"UserName": "canary.two"}]}}}`
	shown, reply, err := m.send("7", "canary.json", []byte(export))
	m.check(err)
	if !strings.Contains(shown, "1 of the 3 accounts") || !strings.Contains(shown, "@here.one") || len(reply.Buttons()) != 1 {
		t.Errorf("shown:\n%s", shown)
	}
	said := shown
	for i, file := range [][]byte{nil, []byte(export[:80]), []byte("canary.three: hello"), []byte("PK\x03\x04canary.four")} {
		shown, _, err := m.send(fmt.Sprint("person ", i), "canary.json", file)
		if err == nil || shown != "" {
			t.Errorf("file %d is taken", i)
			continue
		}
		said += err.Error()
	}
	m.check(m.store.Close())
	files, err := filepath.Glob(filepath.Join(m.data, "*"))
	m.check(err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		m.check(err)
		said += string(data)
	}
	said += m.logs.String()
	if i := strings.Index(said, "canary"); i >= 0 {
		t.Errorf("a name is left behind: %q", said[max(0, i-60):min(len(said), i+60)])
	}
}

func TestMatchPages(t *testing.T) {
	t.Parallel()
	var names []string
	for i := range 20 {
		names = append(names, fmt.Sprintf("person.%02d", i))
	}
	m := newComparing(t, names...)
	export := "Username: " + strings.Join(names, "\nUsername: ")
	shown, reply, err := m.send("7", "Following.txt", []byte(export))
	m.check(err)
	if !strings.Contains(shown, "20 of the 20 accounts") || strings.Count(shown, "@person.") != matchPage {
		t.Errorf("shown:\n%s", shown)
	}
	m.check(reply.Check())
	kept := m.handles.match.found.all[0]
	for _, c := range []struct {
		person string
		after  time.Duration
		want   bool
	}{{"7", 0, true}, {"8", 0, false}, {"7", matchFor + time.Second, false}} {
		m.clk.Set(storetest.Start.Add(c.after))
		_, err := m.handles.match.turned(m.Context(), m.call(c.person), matchTurn{kept.id, 1})
		if (err == nil) != c.want {
			t.Errorf("%s after %s: %v", c.person, c.after, err)
		}
	}
}

func TestMatchRefuses(t *testing.T) {
	t.Parallel()
	m := newComparing(t)
	m.file = []byte("[]")
	_, err := m.handles.match.typed(m.Context(), m.call("7"), matchIn{slash.Attachment{ID: "1", Name: "x.zip", Size: community.MaxExport + 1}})
	if err == nil || m.fetched != 0 || !strings.Contains(err.Error(), "25 MB") {
		t.Error("a file that is too large is fetched:", err)
	}
	for i := range matchesAnHour + 1 {
		m.file = []byte("Username: ana")
		_, err := m.handles.match.typed(m.Context(), m.call("7"), matchIn{slash.Attachment{ID: "1", Name: "x.txt", Size: 10}})
		if (err == nil) != (i < matchesAnHour) {
			t.Errorf("file %d: %v", i, err)
		}
	}
	shown, _, err := m.send("8", "Follower.txt", []byte("Username: nobody.here"))
	m.check(err)
	if !strings.Contains(shown, "is not listed here") {
		t.Errorf("shown:\n%s", shown)
	}
}
