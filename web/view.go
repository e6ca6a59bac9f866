package web

import (
	"net/http"
	"net/url"

	"golang.org/x/text/language"

	"magpie/slash"
)

// A view is how the page is looked at: by whom, in which language, in which
// channel. It is all in the address, so that every browser tab can be somebody else.
type view struct {
	Who   persona
	Voice slash.Voice
	Here  channel
	words slash.Words
	specs []slash.Spec
}

// viewed reads the view from the request's address.
func (t *Try) viewed(h func(http.ResponseWriter, *http.Request, view)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		h(w, r, t.viewOf(r))
	}
}

// viewOf is the view that r asks for; what it does not say, or says wrongly, is
// a newcomer in #chat in their browser's language.
func (t *Try) viewOf(r *http.Request) view {
	q := r.URL.Query()
	who, ok := played(q.Get("as"))
	if !ok {
		who = personas[0]
	}
	here, ok := channelByName(q.Get("in"))
	if !ok || !who.sees(here) {
		here, _ = channelByID(ChatChannel)
	}
	var wanted []string
	if lang := q.Get("lang"); lang != "" {
		wanted = []string{lang}
	} else if tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language")); err == nil {
		for _, tag := range tags {
			wanted = append(wanted, tag.String())
		}
	}
	voice := slash.NewVoice(t.opts.Words, t.opts.Words.Match(wanted...))
	return view{who, voice, here, t.opts.Words, t.opts.Router.Manifest()}
}

// address is the page's address in this view, with some of it changed; "" keeps.
func (v view) address(as, lang, in string) string {
	q := url.Values{"as": {or(as, v.Who.Key)}, "lang": {or(lang, v.Voice.Lang)}, "in": {or(in, v.Here.Name)}}
	return "/?" + q.Encode()
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// T is the text of one of the page's own words.
func (v view) T(key string, args ...any) string { return v.Voice.Label("try."+key, args...) }

// The view's names, for the printer.

func (v view) channel(id string) (name, address string) {
	c, ok := channelByID(id)
	if !ok || !v.Who.sees(c) {
		return v.T("unknown"), v.address("", "", "")
	}
	return c.Name, v.address("", "", c.Name)
}

func (v view) person(id string) string { return nameOf(v.Voice, id) }

func (v view) role(id string) string {
	for _, r := range roles {
		if r.ID == id {
			return r.Name
		}
	}
	return v.T("unknown")
}

// command is a command's full name in the view's language.
func (v view) command(full string) string {
	for _, c := range v.commands() {
		if c.Name == full {
			return c.Label
		}
	}
	return full
}

// A clientCommand is a command as the page's script completes it.
type clientCommand struct {
	Name    string         `json:"name"`  // full
	Label   string         `json:"label"` // full, in the reader's language
	About   string         `json:"about"`
	On      string         `json:"on"` // "typed", "message" or "person"
	Options []clientOption `json:"options"`
	needs   slash.Permissions
}

type clientOption struct {
	Name     string           `json:"name"`
	Label    string           `json:"label"`
	About    string           `json:"about"`
	Kind     slash.OptionKind `json:"kind"`
	Optional bool             `json:"optional"`
	Suggest  bool             `json:"suggest"`
	Min      int              `json:"min"`
	Max      int              `json:"max"`
	Choices  []clientChoice   `json:"choices"`
}

type clientChoice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	About string `json:"about,omitempty"`
	On    bool   `json:"-"`
}

// commands are all commands, subcommands by their full names.
func (v view) commands() []clientCommand {
	var all []clientCommand
	for _, s := range v.specs {
		if len(s.Sub) == 0 {
			all = append(all, v.clientCommand(s, s.Name, s.Names[v.Voice.Lang]))
		}
		for _, sub := range s.Sub {
			all = append(all, v.clientCommand(sub, s.Name+" "+sub.Name, s.Names[v.Voice.Lang]+" "+sub.Names[v.Voice.Lang]))
		}
	}
	return all
}

// permitted are the commands that the person may use here.
func (v view) permitted() []clientCommand {
	all := []clientCommand{}
	for _, c := range v.commands() {
		if v.Who.may(v.Here).Has(c.needs) {
			all = append(all, c)
		}
	}
	return all
}

var onNames = map[slash.On]string{slash.OnNothing: "typed", slash.OnMessage: "message", slash.OnPerson: "person"}

func (v view) clientCommand(s slash.Spec, name, label string) clientCommand {
	c := clientCommand{Name: name, Label: label, About: s.Abouts[v.Voice.Lang], On: onNames[s.On], needs: s.Needs, Options: []clientOption{}}
	for _, o := range s.Options {
		c.Options = append(c.Options, clientOption{
			Name: o.Name, Label: o.Names[v.Voice.Lang], About: o.Abouts[v.Voice.Lang], Kind: o.Kind,
			Optional: o.Optional, Suggest: o.Suggest, Min: o.Min, Max: o.Max, Choices: v.optionChoices(o),
		})
	}
	return c
}

// optionChoices are the values that an option can take, none if any.
func (v view) optionChoices(o slash.OptionSpec) []clientChoice {
	switch o.Kind {
	case slash.BoolOption:
		return []clientChoice{{Name: v.T("yes"), Value: "true"}, {Name: v.T("no"), Value: "false"}}
	case slash.ChannelOption:
		return v.channelChoices(o.Kinds)
	case slash.RoleOption:
		return v.roleChoices()
	case slash.PersonOption:
		return v.personChoices()
	}
	choices := []clientChoice{}
	for _, c := range o.Choices {
		choices = append(choices, clientChoice{Name: c.Names[v.Voice.Lang], Value: c.Value})
	}
	return choices
}
