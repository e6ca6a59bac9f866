// Package translate has texts translated between English and Chinese by an outside
// engine, LibreTranslate or DeepL, which an operator chooses.
//
// Make an engine with [NewLibreTranslate] or [NewDeepL] and a [Translator] with it. The
// translator keeps mentions, addresses, emoji, code and slang out of the engine's hands,
// remembers what was translated, and bounds what a server and a person spend:
//
//	result, err := translator.Translate(ctx, translate.Request{Text: text, From: translate.Simplified, To: translate.English, …})
//
// What can go wrong is one of the errors below, wrapped; nothing is spent then.
package translate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// The languages, as the rest of the program names them. Engines have names of their own.
const (
	English     = "en"
	Simplified  = "zh-CN"
	Traditional = "zh-TW"
)

// Why there is no translation.
var (
	ErrSlow        = errors.New("the engine took too long")
	ErrAway        = errors.New("the engine cannot be reached")
	ErrBusy        = errors.New("the engine has too much to do")
	ErrQuota       = errors.New("the engine's allowance is used up")
	ErrRefused     = errors.New("the engine refused; its key or address may be wrong")
	ErrOdd         = errors.New("the engine's answer makes no sense")
	ErrUnsupported = errors.New("the engine does not know these languages")
	ErrBudget      = errors.New("the server's translations for today are used up")
	ErrShare       = errors.New("one person's translations for today are used up")
	ErrTooLong     = errors.New("the text is too long to be translated")
)

// An Engine translates.
type Engine interface {
	// Name is what people call it: "DeepL".
	Name() string
	// Translate translates texts that belong together, one for one, between two of the
	// languages above.
	Translate(ctx context.Context, texts []string, from, to string) ([]string, error)
	// Quota asks how much of an allowance is used, and so whether the engine answers.
	Quota(ctx context.Context) (Quota, error)
}

// A Quota is how much of an allowance is used, in code points; Allowed is 0 if there is
// no bound.
type Quota struct {
	Used    int `json:"character_count"`
	Allowed int `json:"character_limit"`
}

// A Memory keeps translations and what was spent on them.
type Memory interface {
	// Translation is a translation that was kept under a key.
	Translation(ctx context.Context, key string) (text string, ok bool, err error)
	SaveTranslation(ctx context.Context, key, text string, at time.Time) error
	// SpendTranslation notes the characters of a spending, if the limits allow; else it
	// returns ErrBudget or ErrShare. A negative number gives back.
	SpendTranslation(ctx context.Context, s Spending, limits Limits) error
}

// A Spending is what somebody has translated on one day.
type Spending struct {
	Day        string // in UTC: "2026-11-21"
	Server     string // empty in direct messages, where a person's share is the only limit
	Person     string
	Characters int // code points
}

// Limits are what may be spent in a day, in code points.
type Limits struct{ Server, Person int }

// MaxLength is how long a text may be, in code points.
const MaxLength = 4000

// shares is into how many shares a server's budget falls; a person has one.
const shares = 4

// A Translator translates with an engine, within a budget.
type Translator struct {
	Engine Engine
	Memory Memory
	Budget int // code points that a server may have translated a day
	Now    func() time.Time
}

// A Request is what is to be translated, and for whom.
type Request struct {
	Text           string
	From, To       string
	Keep           []string // words that are not to be translated
	Server, Person string   // Server is empty in direct messages
}

// Name is the engine's.
func (t *Translator) Name() string { return t.Engine.Name() }

// Translate translates a text, or remembers its translation, which costs nothing.
func (t *Translator) Translate(ctx context.Context, r Request) (string, error) {
	if utf8.RuneCountInString(r.Text) > MaxLength {
		return "", ErrTooLong
	}
	key := t.key(r)
	if text, ok, err := t.Memory.Translation(ctx, key); err != nil || ok {
		return text, err
	}
	p := protect(r.Text, r.Keep)
	if !p.wordy() {
		return r.Text, nil
	}
	s := Spending{t.Now().UTC().Format(time.DateOnly), r.Server, r.Person, utf8.RuneCountInString(r.Text)}
	limits := Limits{t.Budget, max(1, t.Budget/shares)}
	if err := t.Memory.SpendTranslation(ctx, s, limits); err != nil {
		return "", err
	}
	text, err := t.translate(ctx, p, r.From, r.To)
	if err != nil {
		s.Characters = -s.Characters
		giveBack := t.Memory.SpendTranslation(context.WithoutCancel(ctx), s, limits)
		return "", errors.Join(fmt.Errorf("translate with %s: %w", t.Name(), err), giveBack)
	}
	return text, t.Memory.SaveTranslation(ctx, key, text, t.Now())
}

// translate has the text translated as a whole, so that the engine sees the context; if
// what stands for protected pieces does not come back, piece by piece.
func (t *Translator) translate(ctx context.Context, p protected, from, to string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	done, err := t.Engine.Translate(ctx, []string{p.text()}, from, to)
	if err != nil {
		return "", err
	}
	if len(done) == 1 {
		if text, ok := p.restore(done[0]); ok {
			return text, nil
		}
	}
	pieces := p.pieces()
	if done, err = t.Engine.Translate(ctx, pieces, from, to); err != nil {
		return "", err
	}
	if len(done) != len(pieces) {
		return "", ErrOdd
	}
	return p.join(done), nil
}

// key is of a text between two languages by an engine: a hash, so that nobody learns
// from it what the text was.
func (t *Translator) key(r Request) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{t.Name(), r.From, r.To, strings.Join(r.Keep, "\x1f"), r.Text}, "\x00")))
	return hex.EncodeToString(sum[:])
}
