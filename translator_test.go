package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEngineSettings(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte("open-sesame\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		translate, key, file string
		want, fails          string
	}{
		{"", "", "", "", ""},
		{"deepl", "open-sesame", "", "DeepL", ""},
		{"deepl", "", file, "DeepL", ""},
		{"libretranslate:http://10.0.0.7:5000", "", "", "LibreTranslate", ""},
		{"libretranslate:https://translate.example.org/api", "open-sesame", "", "LibreTranslate", ""},
		{"deepl", "", "", "", "needs MAGPIE_TRANSLATE_KEY"},
		{"deepl", "open-sesame", file, "", "not both"},
		{"deepl", "", file + "s", "", "MAGPIE_TRANSLATE_KEY_FILE"},
		{"libretranslate", "", "", "", "must be libretranslate:https://"},
		{"libretranslate:ftp://open-sesame@x", "", "", "", "must be libretranslate:https://"},
		{"babel", "", "", "", "or deepl"},
	} {
		env := map[string]string{
			"MAGPIE_TRANSLATE": test.translate, "MAGPIE_TRANSLATE_KEY": test.key, "MAGPIE_TRANSLATE_KEY_FILE": test.file, "MAGPIE_DATA": t.TempDir(),
		}
		c, err := readConfig(func(k string) string { return env[k] }, "")
		if test.fails != "" {
			if err == nil || !strings.Contains(err.Error(), test.fails) || strings.Contains(err.Error(), "open-sesame") {
				t.Errorf("%v: %v", env, err)
			}
			continue
		}
		name := ""
		if engine := (&Program{}).engine(c); engine != nil {
			name = engine.Name()
		}
		if err != nil || name != test.want || name == "DeepL" && string(c.TranslateKey) != "open-sesame" {
			t.Errorf("%v: %q, %v; want %q", env, name, err, test.want)
		}
	}
}
