package translate

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// DeepL is a paid engine with a free allowance.
type DeepL struct{ caller caller }

// The places at which DeepL answers, by the kind of account.
const (
	deepLFree = "https://api-free.deepl.com"
	deepLPro  = "https://api.deepl.com"
)

// NewDeepL is DeepL for an account's key. The address is empty but for tests: a key of a
// free account ends in :fx and is good at another place than others.
func NewDeepL(client *http.Client, address, key string) *DeepL {
	switch {
	case address != "":
	case strings.HasSuffix(key, ":fx"):
		address = deepLFree
	default:
		address = deepLPro
	}
	d := &DeepL{caller: newCaller(client, address)}
	d.caller.header.Set("Authorization", "DeepL-Auth-Key "+key)
	return d
}

// Name implements [Engine].
func (d *DeepL) Name() string { return "DeepL" }

// What DeepL calls the languages, which is less exact of what it translates from.
var (
	deepLSources = map[string]string{English: "EN", Simplified: "ZH", Traditional: "ZH"}
	deepLTargets = map[string]string{English: "EN-US", Simplified: "ZH-HANS", Traditional: "ZH-HANT"}
)

// Translate implements [Engine].
func (d *DeepL) Translate(ctx context.Context, texts []string, from, to string) ([]string, error) {
	source, target := deepLSources[from], deepLTargets[to]
	if source == "" || target == "" {
		return nil, fmt.Errorf("%w: %s to %s", ErrUnsupported, from, to)
	}
	request := struct {
		Text   []string `json:"text"`
		Source string   `json:"source_lang"`
		Target string   `json:"target_lang"`
		Format bool     `json:"preserve_formatting"`
	}{texts, source, target, true}
	var answer struct {
		Translations []struct {
			Text string `json:"text"`
		} `json:"translations"`
	}
	if err := d.caller.call(ctx, http.MethodPost, "/v2/translate", request, &answer); err != nil {
		return nil, err
	}
	var translated []string
	for _, t := range answer.Translations {
		translated = append(translated, t.Text)
	}
	return whole(texts, translated)
}

// Quota implements [Engine].
func (d *DeepL) Quota(ctx context.Context) (Quota, error) {
	var q Quota
	err := d.caller.call(ctx, http.MethodGet, "/v2/usage", nil, &q)
	if err == nil && q.Allowed <= 0 {
		err = fmt.Errorf("%w: no allowance", ErrOdd)
	}
	return q, err
}
