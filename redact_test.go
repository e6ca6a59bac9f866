package main

import (
	"log/slog"
	"strings"
	"testing"
)

func TestLogsHideSecrets(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"the token is swordfish", "the token is (hidden)"},
		{"DeepL-Auth-Key 0abc:fx", "DeepL-Auth-Key (hidden)"},
		{"Bot MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789AB", "Bot (hidden)"},
		{"POST https://discord.com/api/v10/webhooks/1234/abc-DEF/messages", "POST https://discord.com/api/v10(hidden)/messages"},
		{"open postgres://magpie:open%20sesame@db:5432/magpie", "open postgres://magpie:(hidden)@db:5432/magpie"},
		{`fetch https://paper.example/feed?id=7&access_token=abc&lang=en`, "fetch https://paper.example/feed?id=7&access_token=(hidden)&lang=en"},
		{`fetch "https://paper.example/feed?Key=abc": gone`, `fetch "https://paper.example/feed?Key=(hidden)": gone`},
		{"fetch https://paper.example/feed?monkeys=3&page=2", "fetch https://paper.example/feed?monkeys=3&page=2"},
		{"follow https://news.example:8443/a@b", "follow https://news.example:8443/a@b"},
	} {
		var out strings.Builder
		n, err := (&redactor{&out, []string{"swordfish", "", "0abc:fx"}}).Write([]byte(c.in))
		if out.String() != c.want || n != len(c.in) || err != nil {
			t.Errorf("%s\nis written as %s (%d, %v)\nwant %s", c.in, out.String(), n, err, c.want)
		}
	}
	var out strings.Builder
	slog.New(slog.NewTextHandler(&redactor{&out, []string{"swordfish", "", "0abc:fx"}}, nil)).Info("read", "url", "https://paper.example/?sig=abc")
	if got := out.String(); !strings.Contains(got, `url="https://paper.example/?sig=(hidden)"`) {
		t.Errorf("logged %s", got)
	}
}
