package web

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"magpie/locales"
)

// words are the catalogue and, before it, the words of this test's features.
type words struct {
	*locales.Catalogue
	own map[string]map[string]string // language → key
}

func loadWords(t testing.TB) words {
	t.Helper()
	catalogue, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := words{catalogue, map[string]map[string]string{}}
	for _, lang := range catalogue.Languages() {
		own := map[string]string{}
		w.own[lang] = own
		files, err := filepath.Glob("testdata/words/" + lang + ".*.json")
		if err != nil || len(files) == 0 {
			t.Fatalf("words for %s: %v, %v", lang, files, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, &own); err != nil {
				t.Fatal(err)
			}
		}
	}
	return w
}

func (w words) Text(lang, key string, args ...any) string {
	if text, ok := w.own[lang][key]; ok {
		return fmt.Sprintf(text, args...)
	}
	return w.Catalogue.Text(lang, key, args...)
}

func (w words) Has(lang, key string) bool {
	_, own := w.own[lang][key]
	return own || w.Catalogue.Has(lang, key)
}
