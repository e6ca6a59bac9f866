package discordtest

import (
	"strings"
	"time"
)

// The types of interaction.
const (
	interactionCommand   = 2
	interactionComponent = 3
	interactionSuggest   = 4
	interactionModal     = 5
)

// The types of callback.
const (
	callbackMessage       = 4
	callbackDefer         = 5
	callbackDeferUpdate   = 6
	callbackUpdate        = 7
	callbackSuggest       = 8
	callbackModal         = 9
	callbackNothing       = 0
	integrationServer     = "0"
	integrationPerson     = "1"
	contextServer         = 0
	contextBotDM          = 1
	contextPrivateChannel = 2
)

// interaction is one thing that a person did and the bot has to answer.
type interaction struct {
	id, token string
	kind      int
	person    *Person
	user      *user
	channel   *Channel
	sent      time.Time

	command *command // of commands and suggestions
	path    []string // subcommands, by default names
	focused int      // type of the option that suggestions are for
	source  *message // whose component was used
	opener  *interaction
	data    object // the payload's data
	event   object // the whole payload, for redelivery

	ack       int  // type of callback, or callbackNothing
	ephemeral bool // as the deferral decided
	original  *message
	followups []*message
	settled   bool     // the person has their answer
	answer    *message // that they saw first
	choices   []Choice
	form      *openForm
}

func (it *interaction) shownName() string {
	if it.command == nil {
		return ""
	}
	return strings.Join(append([]string{it.command.name}, it.path...), " ")
}

// owners tells for whom the application is installed here.
func (it *interaction) owners() object {
	owners := object{}
	if s := it.channel.server; s != nil && s.bot {
		owners[integrationServer] = s.ID
	}
	if it.channel.server == nil && !it.user.installed {
		owners[integrationServer] = "0"
	}
	if it.user.installed {
		owners[integrationPerson] = it.user.id
	}
	return owners
}

// userInstalledOnly reports whether the bot is here by the person's leave alone.
func (it *interaction) userInstalledOnly() bool {
	return it.channel.server != nil && !it.channel.server.bot
}

// begin makes the interaction's payload and sends it to the bot.
func (d *Discord) begin(it *interaction) {
	it.id, it.sent = d.newID(), d.config.Now()
	it.token = "interaction-token-" + it.id
	it.user = it.person.user
	it.event = it.payload()
	d.forgetExpired()
	d.interactions[it.token] = it
	it.person.history = append(it.person.history, it)
	if len(it.person.history) > keptInteractions {
		old := it.person.history[0]
		old.data, old.event = nil, nil
		it.person.history = it.person.history[1:]
	}
	d.dispatch("INTERACTION_CREATE", it.event, it.channel.server)
}

// keptInteractions is how many of their own interactions a person can redeliver.
const keptInteractions = 8

// forgetExpired drops interactions that are over, now and then.
func (d *Discord) forgetExpired() {
	if len(d.interactions) < 1000 || len(d.interactions)%1000 != 0 {
		return
	}
	for token, it := range d.interactions {
		if d.config.Now().Sub(it.sent) > 2*tokenLasts {
			delete(d.interactions, token)
		}
	}
}

func (it *interaction) payload() object {
	d, c := it.channel.d, it.channel
	data := object{
		"id": it.id, "application_id": d.bot.id, "type": it.kind, "token": it.token, "version": 1, "data": it.data,
		"channel_id": c.ID, "channel": c.partial(it.user), "locale": it.user.locale, "entitlements": []any{},
		"authorizing_integration_owners": it.owners(), "app_permissions": c.permissionsOf(d.bot).String(),
		"attachment_size_limit": maxFileBytes, "context": contextBotDM,
	}
	if s := c.server; s != nil {
		data["context"], data["guild_id"], data["guild_locale"] = contextServer, s.ID, s.locale
		data["guild"] = object{"id": s.ID, "locale": s.locale, "features": []string{"COMMUNITY"}}
		m := s.members[it.user.id].payload(true)
		m["permissions"] = c.permissionsOf(it.user).String()
		data["member"] = m
	} else {
		data["user"] = it.user.payload()
	}
	if it.source != nil {
		data["message"] = it.source.payload()
	}
	return data
}

// partial is a channel as interactions show it, with what the caller and the bot
// may do there.
func (c *Channel) partial(caller *user) object {
	data := c.payload()
	data["permissions"] = c.permissionsOf(caller).String()
	data["app_permissions"] = c.permissionsOf(c.d.bot).String()
	return data
}

// settle ends the person's wait; message is what they see now, if any.
func (it *interaction) settle(m *message) {
	if !it.settled {
		it.settled, it.answer = true, m
	}
	if m != nil {
		it.person.last = m
	}
	it.channel.d.bump()
}

// newReply makes an empty message that answers the interaction.
func (it *interaction) newReply(ephemeral bool) *message {
	m := &message{channel: it.channel, author: it.channel.d.bot, cause: it}
	if it.kind == interactionCommand {
		m.kind = 20
		if it.command.kind != ChatCommand {
			m.kind = 23
		}
	}
	if ephemeral {
		m.private = it.user
	}
	return m
}

// resolved collects what an interaction's data refers to.
type resolved struct {
	it  *interaction
	all object
}

func (r *resolved) put(kind, id string, v object) {
	if r.all == nil {
		r.all = object{}
	}
	group, _ := r.all[kind].(object)
	if group == nil {
		group = object{}
		r.all[kind] = group
	}
	group[id] = v
}

func (r *resolved) user(u *user) {
	r.put("users", u.id, u.payload())
	s := r.it.channel.server
	if s == nil || s.members[u.id] == nil {
		return
	}
	m := s.members[u.id].payload(false)
	m["permissions"] = r.it.channel.permissionsOf(u).String()
	r.put("members", u.id, m)
}

func (r *resolved) channel(c *Channel) { r.put("channels", c.ID, c.partial(r.it.person.user)) }
func (r *resolved) role(role *Role)    { r.put("roles", role.ID, role.payload()) }

// file uploads a person's file, which the bot may download.
func (r *resolved) file(f File) string {
	d := r.it.channel.d
	f.ID = d.newID()
	f.URL = cdn + "/ephemeral-attachments/" + d.bot.id + "/" + f.ID + "/" + f.Name
	d.uploads[f.ID] = &f
	data := f.payload()
	data["ephemeral"] = true
	r.put("attachments", f.ID, data)
	return f.ID
}

func (r *resolved) into(data object) {
	if r.all != nil {
		data["resolved"] = r.all
	}
}
