// Pong is the least bot that answers on discordgo: what benchmarks stand beside.
// It is started with the address of Discord's API and a token.
package main

import (
	"log"
	"net/http"
	"net/url"
	"os"

	"github.com/bwmarrin/discordgo"
)

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(api, token string) error {
	host, err := url.Parse(api)
	if err != nil {
		return err
	}
	s, err := discordgo.New("Bot " + token)
	if err != nil {
		return err
	}
	s.Client = &http.Client{Transport: toHost{host}}
	s.Identify.Intents = discordgo.IntentsGuilds
	s.StateEnabled = false
	s.AddHandler(pong)
	s.AddHandler(func(s *discordgo.Session, r *discordgo.Ready) {
		if _, err := s.ApplicationCommandCreate(r.Application.ID, "", &discordgo.ApplicationCommand{Name: "ping", Description: "ping"}); err != nil {
			log.Fatal(err)
		}
	})
	if err := s.Open(); err != nil {
		return err
	}
	select {}
}

func pong(s *discordgo.Session, i *discordgo.InteractionCreate) {
	err := s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{
			Content: "pong", Flags: discordgo.MessageFlagsEphemeral,
			AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
		},
	})
	if err != nil {
		log.Print(err)
	}
}

// toHost sends what is meant for discord.com to another host.
type toHost struct{ host *url.URL }

func (h toHost) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = h.host.Scheme, h.host.Host, h.host.Host
	return http.DefaultTransport.RoundTrip(r)
}
