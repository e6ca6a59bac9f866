package discordtest_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"magpie/discordtest"
)

// toFake sends a client's requests to the fake instead of to Discord.
type toFake struct{ host *url.URL }

func (f toFake) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = f.host.Scheme, f.host.Host, f.host.Host
	return http.DefaultTransport.RoundTrip(r)
}

// client is a real discordgo session that talks to the fake and is not yet open.
func client(t *testing.T, d *discordtest.Discord, intents discordgo.Intent) *discordgo.Session {
	t.Helper()
	host, err := url.Parse(d.URL())
	if err != nil {
		t.Fatal(err)
	}
	s, err := discordgo.New("Bot " + d.Token())
	if err != nil {
		t.Fatal(err)
	}
	s.Client = &http.Client{Timeout: 20 * time.Second, Transport: toFake{host}}
	s.Identify.Intents = intents
	s.LogLevel = -1
	return s
}

// open connects a client to the gateway until the test ends.
func open(t *testing.T, s *discordgo.Session) {
	t.Helper()
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.ShouldReconnectOnError = false
		if err := s.Close(); err != nil {
			t.Log("close:", err)
		}
	})
}

var quiet = &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}

func TestRealClient(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{Locale: "zh-CN"})
	ana := server.Person("ana", "zh-CN", discordtest.ManageServer)

	s := client(t, d, discordgo.IntentsGuilds)
	s.AddHandler(func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		if err := respond(s, i); err != nil {
			t.Errorf("respond: %v", err)
		}
	})
	open(t, s)
	d.AwaitReady()
	_, err := s.ApplicationCommandBulkOverwrite(d.ApplicationID(), "", []*discordgo.ApplicationCommand{{
		Name:              "greet",
		NameLocalizations: &map[discordgo.Locale]string{discordgo.ChineseCN: "问好"},
		Description:       "Say hello",
		Options: []*discordgo.ApplicationCommandOption{
			{Type: discordgo.ApplicationCommandOptionString, Name: "name", Description: "Whom", Required: true, Autocomplete: true},
			{Type: discordgo.ApplicationCommandOptionUser, Name: "friend", Description: "Also"},
		},
	}})
	if err != nil {
		t.Fatal(err)
	}

	general := server.Channel("general")
	choices := ana.Complete(general, "/greet name:Li", "name")
	if len(choices) != 1 || choices[0].Name != "Li Lei" {
		t.Errorf("suggestions are %v", choices)
	}
	view := ana.Type(general, "/问好 name:Li Lei friend:@ana")
	if got, want := view.String(), "(private)\nhello lilei in zh-CN\n[More] (Off)"; got != want {
		t.Errorf("ana sees\n%s\nnot\n%s", got, want)
	}
	view = ana.Press("More")
	if got, want := view.String(), "(form) Tell me\nWhat*:"; got != want {
		t.Errorf("ana sees\n%s\nnot\n%s", got, want)
	}
	ana.Fill("What", "a story")
	view = ana.Submit()
	if got, want := view.String(), "(private)\nafter a while: a story"; got != want {
		t.Errorf("ana sees\n%s\nnot\n%s", got, want)
	}
	if _, err := ana.Try().Press("Off"); err == nil {
		t.Error("ana pressed a button that is off")
	}
	if got := general.Messages(); len(got) != 0 {
		t.Errorf("private answers are in the channel: %v", got)
	}
}

// respond is a little bot: a reply with buttons, a form, a deferred reply.
func respond(s *discordgo.Session, i *discordgo.InteractionCreate) error {
	r := &discordgo.InteractionResponse{Data: &discordgo.InteractionResponseData{}}
	switch i.Type {
	case discordgo.InteractionApplicationCommandAutocomplete:
		r.Type = discordgo.InteractionApplicationCommandAutocompleteResult
		r.Data.Choices = []*discordgo.ApplicationCommandOptionChoice{{Name: "Li Lei", Value: "lilei"}}
	case discordgo.InteractionApplicationCommand:
		r.Type = discordgo.InteractionResponseChannelMessageWithSource
		r.Data = &discordgo.InteractionResponseData{
			Content:         "hello " + i.ApplicationCommandData().Options[0].StringValue() + " in " + string(i.Locale),
			Flags:           discordgo.MessageFlagsEphemeral,
			AllowedMentions: quiet,
			Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
				discordgo.Button{Label: "More", CustomID: "more"}, discordgo.Button{Label: "Off", CustomID: "off", Disabled: true},
			}}},
		}
	case discordgo.InteractionMessageComponent:
		r.Type = discordgo.InteractionResponseModal
		r.Data = &discordgo.InteractionResponseData{
			CustomID: "form", Title: "Tell me",
			Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
				discordgo.TextInput{CustomID: "what", Label: "What", Style: discordgo.TextInputShort, Required: true},
			}}},
		}
	case discordgo.InteractionModalSubmit:
		return later(s, i)
	}
	return s.InteractionRespond(i.Interaction, r)
}

func later(s *discordgo.Session, i *discordgo.InteractionCreate) error {
	err := s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseDeferredChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Flags: discordgo.MessageFlagsEphemeral},
	})
	if err != nil {
		return err
	}
	row := i.ModalSubmitData().Components[0].(*discordgo.ActionsRow)
	text := "after a while: " + row.Components[0].(*discordgo.TextInput).Value
	_, err = s.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{Content: &text, AllowedMentions: quiet})
	return err
}
