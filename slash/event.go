package slash

import (
	"slices"
	"time"
)

// A Kind is what a person did.
type Kind int

// What people do.
const (
	Typed     Kind = iota // sent a slash command
	Completed             // is typing an option and wants suggestions
	Clicked               // used a command of a message's or a person's menu
	Pressed               // pressed a button or chose from a menu
	Submitted             // sent a form
)

// An Event is something a person did, as an edge (Discord, a browser) received it.
// Nothing in it but Person.ID, Person.May and Place can be trusted.
type Event struct {
	ID      string // unique, so that a repeated delivery can be told
	At      time.Time
	Kind    Kind
	Command string              // Typed, Completed, Clicked: "guide", "digest create", "explain"
	Custom  string              // Pressed, Submitted: the custom id
	Input   map[string][]string // option or form field → values; a menu's values under ""
	Focus   string              // Completed: the option being typed
	Found   Found               // what the ids in Input refer to
	Message *Message            // Clicked: the message; Pressed: the one the button stands on
	Target  *Person             // Clicked: the person
	Person  Person
	Place   Place
}

// A Person is who did it.
type Person struct {
	ID     string
	Name   string
	Locale string      // of their client, such as "zh-TW"
	May    Permissions // in this channel
	Roles  []string
}

// A Place is where it was done.
type Place struct {
	Server  string // empty in direct messages
	Channel string
	Thread  bool        // the channel is a thread
	Locale  string      // the server's
	Bot     Permissions // what the bot may do in this channel
}

// A Message is a message that somebody else wrote or that carries a button.
type Message struct {
	ID       string
	Channel  string
	Author   string // display name
	AuthorID string
	Text     string
	Private  bool // only the person who presses sees it
}

// Found are the things that ids in an event's input refer to.
type Found struct {
	Channels    map[string]ChannelInfo
	Roles       map[string]RoleInfo
	People      map[string]Person
	Attachments map[string]Attachment
}

// A ChannelKind is what a channel is for.
type ChannelKind string

// The kinds of channel that Magpie posts in.
const (
	TextChannel  ChannelKind = "text"
	NewsChannel  ChannelKind = "news"
	ForumChannel ChannelKind = "forum"
	// A ThreadChannel is a thread that everyone who sees its channel can read.
	ThreadChannel ChannelKind = "thread"
	OtherChannel  ChannelKind = "other"
)

// A ChannelInfo is a channel that a person named in an option or chose in a menu.
type ChannelInfo struct {
	ID   string
	Name string
	Kind ChannelKind
	Bot  Permissions // what the bot may do there
	May  Permissions // what the person may do there
}

// A RoleInfo is a role that a person named or chose.
type RoleInfo struct {
	ID          string
	Name        string
	Mentionable bool // by everyone
	Managed     bool // by an integration or Discord itself, so that nobody can give it
	May         Permissions
}

// An Attachment is a file that came with a command or a form.
type Attachment struct {
	ID   string
	Name string
	URL  string
	Size int // bytes
}

// A Choice is one entry of a completion list or a menu.
type Choice struct {
	Name  string // what people see, at most 100 characters
	Value string // what the handler gets, at most 100 characters
	About string // menus and forms only: a second line
	On    bool   // menus and forms only: chosen already
}

// Direct reports whether the event happened outside any server.
func (p Place) Direct() bool { return p.Server == "" }

// Has reports whether the person carries a role.
func (p Person) Has(role string) bool { return slices.Contains(p.Roles, role) }
