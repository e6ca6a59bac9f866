package commands

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"magpie/news"
	"magpie/translate"
)

// A fakeTranslator translates, or answers with an error.
type fakeTranslator struct {
	asked []translate.Request
	err   error
}

func (f *fakeTranslator) Name() string { return "Engine" }

func (f *fakeTranslator) Translate(ctx context.Context, r translate.Request) (string, error) {
	f.asked = append(f.asked, r)
	if f.err == nil {
		return r.To + ": " + r.Text, nil
	}
	if f.err == context.DeadlineExceeded {
		<-ctx.Done() // as long as one waits for it
	}
	return "", f.err
}

func TestDigestWithTranslations(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	engine := &fakeTranslator{}
	d.translator = engine
	d.serve(nil)
	digestAt(t, d, func(of *news.Digest) { of.Languages = []string{"en", "zh-TW"} })
	d.bring(digestItem(1))
	want := "機器翻譯（Engine）：*{zh-TW:zh-TW: Senators vote on the TikTok ban}"
	digestSees(t, d.run("digest preview", "name", "Morning"), want)
	d.at(taipei(22, 9, 0))
	messages, err := d.store.Messages(t.Context(), "abc@2026-11-22 09:00")
	if err != nil || len(messages) != 1 {
		t.Fatal(len(messages), err)
	}
	digestSees(t, digestShow(t, messages[0].Body), want)
	if r := engine.asked[0]; r.From != "en" || r.To != "zh-TW" || r.Server != d.server || r.Person == "" {
		t.Errorf("asked %+v", r)
	}
}

// Whatever an engine does, the digest is posted, and a slow one is waited for once.
func TestDigestIsPostedWithoutItsTranslator(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{"away": translate.ErrAway, "slow": context.DeadlineExceeded, "spent": translate.ErrBudget} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDigestDesk(t)
			engine := &fakeTranslator{err: err}
			d.translator = engine
			for _, id := range []string{"abc", "def", "ghi"} {
				digestAt(t, d, func(of *news.Digest) { of.ID, of.Name, of.Languages = id, id, []string{"en", "zh-CN"} })
			}
			d.bring(digestItem(1))
			d.at(taipei(22, 9, 0))
			for _, id := range []string{"abc", "def", "ghi"} {
				if got := d.runs(id); len(got) != 1 || !strings.HasSuffix(got[0], "posted 1") {
					t.Errorf("%s: runs %v", id, got)
				}
			}
			if want := map[string]int{"away": 1, "slow": 1, "spent": 3}[name]; len(engine.asked) != want {
				t.Errorf("asked %d times, want %d", len(engine.asked), want)
			}
		})
	}
}

func TestOnlySomeHeadlinesAreTranslated(t *testing.T) {
	t.Parallel()
	var stories []news.Story
	for i := range 10 {
		stories = append(stories, news.Story{ID: string(rune('a' + i)), Items: []news.Item{{Title: "x", Lang: "en"}}})
	}
	stories[0].Items = append(stories[0].Items, news.Item{Title: "x", Lang: "zh-CN"}) // has both sides
	stories[1].Items[0].Lang = "fr"
	d := news.Digest{ID: "abc", Languages: []string{"en", "zh-TW"}}
	got := newInterpreter(slog.New(slog.DiscardHandler), &fakeTranslator{}).headlines(t.Context(), d, stories)
	if len(got) != interpretedMost || got["a"].Title != "" || got["b"].Title != "" || got["c"].Title != "zh-TW: x" {
		t.Errorf("translated %v", got)
	}
	if got := newInterpreter(nil, nil).headlines(t.Context(), d, stories); len(got) != 0 {
		t.Errorf("nobody translated %v", got)
	}
}
