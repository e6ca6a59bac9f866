package discordtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"magpie/discordtest"
)

// fake starts a Discord whose complaints are collected instead of failing the test.
func fake(t *testing.T, config discordtest.Config) (*discordtest.Discord, *discordtest.Log) {
	t.Helper()
	log := &discordtest.Log{W: io.Discard}
	t.Cleanup(log.Close)
	return discordtest.New(log, config), log
}

// api makes plain requests as the bot would.
type api struct {
	t *testing.T
	d *discordtest.Discord
}

// do sends a JSON body, or none if empty, and returns status and decoded answer.
func (a api) do(method, path, body string) (int, map[string]any) {
	a.t.Helper()
	status, text := a.raw(method, path, body)
	var reply map[string]any
	if strings.HasPrefix(text, "{") {
		if err := json.Unmarshal([]byte(text), &reply); err != nil {
			a.t.Fatalf("%s %s: %v in %s", method, path, err, text)
		}
	}
	return status, reply
}

func (a api) raw(method, path, body string) (int, string) {
	a.t.Helper()
	res, text, err := a.try(method, path, body)
	if err != nil {
		a.t.Fatalf("%s %s: %v", method, path, err)
	}
	return res.StatusCode, text
}

func (a api) try(method, path, body string) (*http.Response, string, error) {
	r, err := http.NewRequestWithContext(a.t.Context(), method, a.d.URL()+"/api/v10"+path, strings.NewReader(body))
	if err != nil {
		return nil, "", err
	}
	r.Header.Set("Authorization", "Bot "+a.d.Token())
	r.Header.Set("User-Agent", "DiscordBot (test, 1)")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return res, string(text), err
}

// faults lists the paths in the errors of an answer, with their codes.
func faults(reply map[string]any) []string {
	var list []string
	var visit func(at string, v any)
	visit = func(at string, v any) {
		node, _ := v.(map[string]any)
		for key, inner := range node {
			if key != "_errors" {
				visit(strings.TrimPrefix(at+"."+key, "."), inner)
				continue
			}
			for _, e := range inner.([]any) {
				list = append(list, fmt.Sprintf("%s %s", at, e.(map[string]any)["code"]))
			}
		}
	}
	visit("", reply["errors"])
	slices.Sort(list)
	return list
}

// verdict is an answer in short: status, code and faults.
func verdict(status int, reply map[string]any) string {
	if status < 300 {
		return "ok"
	}
	code, _ := reply["code"].(float64)
	return strings.TrimSpace(fmt.Sprintf("%d %d %s", status, int(code), strings.Join(faults(reply), ", ")))
}

func rep(s string, n int) string { return strings.Repeat(s, n) }
