package commands

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
	"magpie/translate"
)

// A Translator has texts translated by an outside engine; a [translate.Translator] is one.
type Translator interface {
	Name() string
	Translate(ctx context.Context, r translate.Request) (string, error)
}

// translatable reports whether the reader may have the text translated: there is an
// engine, the text is not in their language, and its author does not mind.
func (e *explainFeature) translatable(ctx context.Context, x *explanation) (bool, error) {
	if e.Translator == nil || !x.foreign() {
		return false, nil
	}
	if x.Author == "" {
		return true, nil
	}
	author, _, err := e.People.Person(ctx, x.Author)
	if err != nil {
		return false, fmt.Errorf("look up who wrote a message: %w", err)
	}
	return !author.Untranslated, nil
}

// untranslatable says that a button is not there any more.
func (e *explainFeature) untranslatable(c *slash.Call) error {
	return c.Sorry(c.T("explain.untranslatable"), c.T("explain.only_gloss"), slash.Try("explain"))
}

// translation is what the engine makes of the text.
func (e *explainFeature) translation(ctx context.Context, c *slash.Call, x *explanation, view explainView) (section, error) {
	from := phrase.English
	if x.Lang == phrase.English {
		from = phrase.Simplified
		if x.script == lexicon.Traditional {
			from = phrase.Traditional
		}
	}
	text, err := e.Translator.Translate(ctx, translate.Request{
		Text: x.Text, From: from, To: x.target(), Keep: x.kept(), Server: c.Place.Server, Person: c.Person.ID,
	})
	if err != nil {
		return section{}, e.noTranslation(c, view, err)
	}
	var lines []slash.Content
	for line := range strings.Lines(text) {
		for _, piece := range cutUp(strings.TrimSpace(line), pageLength/3) {
			lines = append(lines, slash.Quote(shownMessage(piece)))
		}
	}
	return section{c.T("explain.translation", e.Translator.Name()), lines}, nil
}

// target is the language that the reader reads.
func (x *explanation) target() string {
	if x.Lang == phrase.English {
		return phrase.English
	}
	return x.reader.lang()
}

// kept are the words that no engine should translate: slang, which is explained beside,
// and the server's own words.
func (x *explanation) kept() []string {
	var words []string
	for _, s := range x.slang {
		if !s.Ordinary {
			words = append(words, s.text)
		}
	}
	for _, t := range x.terms {
		words = append(words, t.Simplified, t.Traditional, t.English)
	}
	return words
}

// failures are what can go wrong with an engine, and whether that may pass soon.
var failures = []struct {
	err    error
	key    string
	passes bool
}{
	{translate.ErrBudget, "explain.failed.budget", false},
	{translate.ErrShare, "explain.failed.share", false},
	{translate.ErrTooLong, "explain.failed.long", false},
	{translate.ErrQuota, "explain.failed.quota", false},
	{translate.ErrRefused, "explain.failed.refused", false},
	{translate.ErrUnsupported, "explain.failed.unsupported", false},
	{translate.ErrBusy, "explain.failed.busy", true},
	{translate.ErrSlow, "explain.failed.slow", true},
	{translate.ErrAway, "explain.failed.away", true},
	{translate.ErrOdd, "explain.failed.odd", true},
}

// noTranslation says why there is no translation. The explanation stays.
func (e *explainFeature) noTranslation(c *slash.Call, view explainView, err error) error {
	for _, failure := range failures {
		if errors.Is(err, failure.err) {
			c.Log.Warn("no translation", "error", err)
			next := slash.Next(slash.Try("define"))
			if failure.passes {
				next = e.turn.Button(c.Label("explain.try_again"), view)
			}
			return c.Sorry(c.T(failure.key, e.Translator.Name()), c.T("explain.only_gloss"), next)
		}
	}
	return err
}

// cutUp is a text in pieces of at most n characters, cut at spaces where there are any.
func cutUp(text string, n int) []string {
	var pieces []string
	for utf8.RuneCountInString(text) > n {
		at := len(string([]rune(text)[:n]))
		if space := strings.LastIndexByte(text[:at+1], ' '); space > 0 {
			at = space
		}
		pieces = append(pieces, text[:at])
		text = strings.TrimSpace(text[at:])
	}
	return append(pieces, text)
}

// mentioned is how Discord writes who or what a message mentions, and a server's emoji.
var mentioned = regexp.MustCompile(`<@!?(\d{1,20})>|<#(\d{1,20})>|<@&(\d{1,20})>|<a?(:\w+:)\d{1,20}>`)

// shownMessage is a line of somebody's message with its mentions, which notify nobody.
func shownMessage(line string) slash.Content {
	var parts []slash.Content
	at := 0
	for _, m := range mentioned.FindAllStringSubmatchIndex(line, -1) {
		parts = append(parts, slash.Plain(line[at:m[0]]))
		at = m[1]
		for i, show := range []func(string) slash.Markup{
			slash.UserMention, slash.ChannelMention, slash.RoleMention,
			func(emoji string) slash.Markup { return slash.Plain(emoji).Markup() },
		} {
			if start, end := m[2+2*i], m[3+2*i]; start >= 0 {
				parts = append(parts, show(line[start:end]))
			}
		}
	}
	return slash.Join("", append(parts, slash.Plain(line[at:]))...)
}
