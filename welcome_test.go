package main

import (
	"strings"
	"testing"

	"magpie/discordtest"
)

// Unless welcomes are switched on, the program asks for no privileged intent.
func TestIntentsOfTheProgram(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	asked := ""
	for _, e := range w.discord.Record() {
		if e.Event == "IDENTIFY" {
			asked = string(e.Body)
		}
	}
	if !strings.Contains(asked, `"intents":1,`) && !strings.Contains(asked, `"intents":1}`) {
		t.Errorf("the program asked for more than servers: %s", asked)
	}
}

// If welcomes are switched on but the intent is not, the program ends and says what to
// switch on where, or which setting to remove.
func TestIntentIsRefused(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{BotName: "Magpie"})
	d.Server("Nest", discordtest.ServerOptions{})
	d.Expect(4014, "")
	_, _, err := run(t.Context(), t.TempDir(), map[string]string{
		"DISCORD_TOKEN": d.Token(), "MAGPIE_DISCORD_API": d.URL(), "MAGPIE_WEB": "off", "MAGPIE_DICTIONARY": "off", "MAGPIE_WELCOME": "on",
	})
	if err == nil {
		t.Fatal("it ended without a word")
	}
	for _, want := range []string{"4014", "Server Members Intent", "developer portal", "MAGPIE_WELCOME"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in: %v", want, err)
		}
	}
}
