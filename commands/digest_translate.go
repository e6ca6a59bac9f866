package commands

import (
	"context"
	"errors"
	"slices"
	"time"

	"magpie/news"
	"magpie/phrase"
	"magpie/slash"
	"magpie/translate"
)

const (
	// interpretedMost is how many headlines of one edition are translated.
	interpretedMost = 5
	// interpretedWithin is how long all that wait for a translator may wait together.
	interpretedWithin = 3 * time.Second
)

// An interpreter has headlines translated for those who post, as long as that takes no
// more than a few seconds in all. It is for one pass of a job or one answer, and nil
// where nobody translates.
type interpreter struct {
	log        slash.Logger
	translator Translator
	left       time.Duration
}

func newInterpreter(log slash.Logger, t Translator) *interpreter {
	if t == nil {
		return nil
	}
	return &interpreter{log, t, interpretedWithin}
}

// A digestTranslation is a headline by an engine, for readers of a language in which
// nobody tells the story.
type digestTranslation struct{ Lang, Title, Engine string }

// headlines are translations of stories' headlines, by story, for the languages of a digest
// that a story has no headline in. What cannot be translated in time is left as it is.
func (p *interpreter) headlines(ctx context.Context, d news.Digest, stories []news.Story) map[string]digestTranslation {
	done := map[string]digestTranslation{}
	if p == nil {
		return done
	}
	for _, s := range stories {
		to, ok := digestUntold(d.Languages, s)
		if !ok || p.left <= 0 || len(done) == interpretedMost {
			continue
		}
		title, err := p.translate(ctx, translate.Request{
			Text: s.Items[0].Title, From: s.Items[0].Lang, To: to, Server: d.Server, Person: "digest " + d.ID,
		})
		if err != nil {
			p.log.Warn("a headline is posted untranslated", "digest", d.ID, "error", err)
			continue
		}
		done[s.ID] = digestTranslation{to, title, p.translator.Name()}
	}
	return done
}

// translate has one text translated. An engine that fails is not asked again, but a
// spent budget may be one server's alone.
func (p *interpreter) translate(ctx context.Context, r translate.Request) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, p.left)
	defer cancel()
	began := time.Now()
	text, err := p.translator.Translate(ctx, r)
	p.left -= time.Since(began)
	if err != nil && !errors.Is(err, translate.ErrBudget) && !errors.Is(err, translate.ErrShare) {
		p.left = 0
	}
	return text, err
}

// digestUntold is the language of a digest in which no source tells a story, if its
// headline can be translated into that.
func digestUntold(langs []string, s news.Story) (to string, ok bool) {
	from := s.Items[0].Lang
	if from != phrase.English && from != phrase.Simplified && from != phrase.Traditional {
		return "", false
	}
	for _, lang := range langs {
		if !slices.ContainsFunc(s.Items, func(it news.Item) bool { return news.SameReaders(it.Lang, lang) }) {
			return lang, true
		}
	}
	return "", false
}
