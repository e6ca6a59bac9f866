// Package discordtest is a strict Discord for tests: a server on the loopback
// interface that speaks Discord's REST API (v9 and v10) and gateway, the people
// who talk to a bot through it, and the faults that a bot has to live with.
//
// Start it with [New], build a world, point the bot at it, and let people act:
//
//	d := discordtest.New(t, discordtest.Config{})
//	server := d.Server("Nest", discordtest.ServerOptions{})
//	ana := server.Person("ana", "zh-CN", discordtest.ManageServer)
//
//	startBot(d.URL(), d.Token()) // the client's host is rewritten to d.URL()
//	d.AwaitReady()
//
//	general := server.Channel("general")
//	view := ana.Type(general, "/digest create name:Morning news")
//	fmt.Println(view)            // what ana sees: text, [buttons], <menus>, (form)
//	view = ana.Press("Confirm")
//	ana.Fill("Title", "Hello")   // into the form that is open
//	view = ana.Submit()
//
// The gateway's address follows by itself: it is what GET /gateway answers.
//
// # Strictness
//
// Whatever Discord would refuse is answered as Discord would answer it, with
// status, code and the path of the fault, and fails the test. So does what
// Discord would let pass but a careful bot never does: unknown keys, messages
// without allowed_mentions, reconnecting after a fatal close code. A test that
// means to provoke a refusal says so with [Discord.Expect] or [Discord.Allow].
// People refuse too: they press only buttons that are there and enabled, type
// only commands that are registered and shown to them, and so on; the methods of
// [Person] end the test then, those of [Person.Try] return an error.
//
// Outside of tests a [Log] takes the place of the testing.T:
//
//	log := &discordtest.Log{W: os.Stderr}
//	defer log.Close()
//	d := discordtest.New(log, discordtest.Config{})
//
// # Time
//
// Ids, timestamps and expiries follow [Config].Now. Only waiting for the bot
// ([Config].Patience) and heartbeats are in real time.
//
// # Faults
//
// [Discord.Fault] breaks REST requests by route and count, [Discord.Trouble]
// breaks the gateway at a chosen phase. Rate limits are switched on with
// [Config].RateLimits.
//
// # Observing
//
// [Channel.Messages] is a channel's history, with who was really pinged;
// [Discord.Record] is the interleaved record of requests and gateway frames.
//
// # Honesty
//
// The folder contract holds two checks of the fake itself, which need Node.js and
// "npm ci" there: a client that shares no code with any Go library (discord.js) uses
// it, and schemas made from Discord's OpenAPI specification judge the same bodies;
// see [LoadSchemas].
//
// All limits are constants in limits.go. Limits and behaviour follow Discord's
// documentation (discord/discord-api-docs, August 2026).
package discordtest
