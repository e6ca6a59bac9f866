package discordtest_test

import (
	"fmt"
	"os"

	"magpie/discordtest"
)

// A Discord also runs outside of tests, here without a bot.
func ExampleNew() {
	log := &discordtest.Log{W: os.Stdout}
	defer log.Close()
	d := discordtest.New(log, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")

	ana.Say(server.Channel("general"), "Is anyone here? <@"+ana.ID()+">")
	_, err := ana.Try().Type(server.Channel("general"), "/start")
	fmt.Println(server.Channel("general").Messages()[0])
	fmt.Println(err)
	// Output:
	// Is anyone here? @ana
	// ana: there is no command /start here
}
