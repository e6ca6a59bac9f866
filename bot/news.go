package bot

import (
	"context"
	"encoding/json"
	"fmt"
)

// news turns an event about servers into a call of the listener, nil if the event
// is of no interest.
func (l Listener) news(name string, data json.RawMessage) (func(context.Context), error) {
	var f func(context.Context)
	var err error
	switch name {
	case "READY":
		f, err = l.servers(data)
	case "GUILD_CREATE", "GUILD_DELETE":
		f, err = l.server(name, data)
	case "GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE":
		f, err = l.member(name, data)
	}
	if err != nil {
		return nil, fmt.Errorf("decode %s: %w", name, err)
	}
	return f, nil
}

func (l Listener) servers(data json.RawMessage) (func(context.Context), error) {
	var ready struct {
		Guilds []struct {
			ID string `json:"id"`
		} `json:"guilds"`
	}
	err := json.Unmarshal(data, &ready)
	ids := make([]string, 0, len(ready.Guilds))
	for _, g := range ready.Guilds {
		ids = append(ids, g.ID)
	}
	return func(ctx context.Context) { l.Servers(ctx, ids) }, err
}

// server hears of servers that come and go. An outage is neither: then the event
// says "unavailable".
func (l Listener) server(name string, data json.RawMessage) (func(context.Context), error) {
	var g struct {
		ID          string `json:"id"`
		Name        string `json:"name"`
		Locale      string `json:"preferred_locale"`
		System      string `json:"system_channel_id"`
		Members     int    `json:"member_count"`
		Unavailable bool   `json:"unavailable"`
	}
	err := json.Unmarshal(data, &g)
	switch {
	case g.Unavailable:
		return nil, err
	case name == "GUILD_DELETE":
		return func(ctx context.Context) { l.Left(ctx, g.ID) }, err
	}
	s := Server{ID: g.ID, Name: g.Name, Locale: g.Locale, System: g.System, Members: g.Members}
	return func(ctx context.Context) { l.Arrived(ctx, s) }, err
}

// member hears of people who come, change and go; of bots nothing is heard.
func (l Listener) member(name string, data json.RawMessage) (func(context.Context), error) {
	var m struct {
		Server  string `json:"guild_id"`
		Pending bool   `json:"pending"`
		member
	}
	err := json.Unmarshal(data, &m)
	if l.Joined == nil || m.User.Bot {
		return nil, err
	}
	told := Member{m.Server, m.person(), m.Pending}
	switch name {
	case "GUILD_MEMBER_ADD":
		return func(ctx context.Context) { l.Joined(ctx, told) }, err
	case "GUILD_MEMBER_UPDATE":
		return func(ctx context.Context) { l.Changed(ctx, told) }, err
	}
	return func(ctx context.Context) { l.Gone(ctx, told.Server, told.Person.ID) }, err
}
