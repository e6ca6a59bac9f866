package translate

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
)

// LibreTranslate is a free engine that an operator runs, or somebody else does.
type LibreTranslate struct {
	caller caller
	key    string

	mu    sync.Mutex
	codes map[string][]string // what it can translate to, by source; nil until it was asked
}

// NewLibreTranslate is the engine at an address such as "https://translate.example.org".
// The key may be empty.
func NewLibreTranslate(client *http.Client, address, key string) *LibreTranslate {
	return &LibreTranslate{caller: newCaller(client, address), key: key}
}

// Name implements [Engine].
func (l *LibreTranslate) Name() string { return "LibreTranslate" }

// Older servers call Chinese zh and, in Taiwan's writing, zt; newer ones zh-Hans and zh-Hant.
var libreCodes = map[string][]string{
	English:     {"en"},
	Simplified:  {"zh-Hans", "zh", "zh-CN"},
	Traditional: {"zh-Hant", "zt", "zh-TW"},
}

// Translate implements [Engine].
func (l *LibreTranslate) Translate(ctx context.Context, texts []string, from, to string) ([]string, error) {
	source, target, err := l.pair(ctx, from, to)
	if err != nil {
		return nil, err
	}
	request := struct {
		Q      []string `json:"q"`
		Source string   `json:"source"`
		Target string   `json:"target"`
		Format string   `json:"format"`
		Key    string   `json:"api_key,omitempty"`
	}{texts, source, target, "text", l.key}
	var answer struct {
		Text []string `json:"translatedText"`
	}
	if err := l.caller.call(ctx, http.MethodPost, "/translate", request, &answer); err != nil {
		return nil, err
	}
	return whole(texts, answer.Text)
}

// Quota implements [Engine]. There is none, but the engine answers, and knows Chinese.
func (l *LibreTranslate) Quota(ctx context.Context) (Quota, error) {
	_, _, err := l.pair(ctx, Simplified, English)
	return Quota{}, err
}

// pair are the engine's own codes of two languages. Where it knows no Chinese of a
// script, that of the other script will do to translate from.
func (l *LibreTranslate) pair(ctx context.Context, from, to string) (source, target string, err error) {
	codes, err := l.languages(ctx)
	if err != nil {
		return "", "", err
	}
	sources := libreCodes[from]
	if from != English {
		sources = slices.Concat(sources, libreCodes[Simplified], libreCodes[Traditional])
	}
	for _, source := range sources {
		for _, target := range libreCodes[to] {
			if slices.Contains(codes[source], target) {
				return source, target, nil
			}
		}
	}
	return "", "", fmt.Errorf("%w: %s to %s", ErrUnsupported, from, to)
}

// languages asks the engine once which languages it knows.
func (l *LibreTranslate) languages(ctx context.Context) (map[string][]string, error) {
	l.mu.Lock()
	known := l.codes
	l.mu.Unlock()
	if known != nil {
		return known, nil
	}
	var list []struct {
		Code    string   `json:"code"`
		Targets []string `json:"targets"`
	}
	if err := l.caller.call(ctx, http.MethodGet, "/languages", nil, &list); err != nil {
		return nil, err
	}
	var all []string
	for _, language := range list {
		all = append(all, language.Code)
	}
	codes := map[string][]string{}
	for _, language := range list {
		codes[language.Code] = language.Targets
		if language.Targets == nil { // servers before 1.3 do not tell
			codes[language.Code] = all
		}
	}
	if len(codes) == 0 {
		return nil, fmt.Errorf("%w: no languages", ErrOdd)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.codes = codes
	return codes, nil
}

// whole checks that there is a translation for each text.
func whole(texts, translated []string) ([]string, error) {
	if len(translated) != len(texts) || slices.Contains(translated, "") {
		return nil, fmt.Errorf("%w: %d translations of %d texts", ErrOdd, len(translated), len(texts))
	}
	return translated, nil
}
