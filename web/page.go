package web

import (
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"magpie/slash"
)

// A page is the whole page as its template prints it.
type page struct {
	view
	People, Languages, Channels []link
	Messages                    []template.HTML
	Since                       int // count of the last change shown
	Commands, Words, Clock      string
	Writes                      bool // the person may write here
	Forum                       bool
}

// A link leads to another view.
type link struct {
	Key, Name, Lang, Address string
	Current                  bool
	Mark                     string // what stands before its name
}

// scriptWords are the words that the page's script needs, by their keys under
// "try."; {0} and {1} stand for their arguments.
var scriptWords = map[string]int{
	"commands": 0, "no_commands": 0, "optional": 0, "send": 0, "remove": 1, "options": 0,
	"problem.needed": 1, "problem.short": 2, "problem.long": 2, "problem.number": 1, "problem.small": 2,
	"problem.big": 2, "problem.choice": 1, "problem.command": 1, "problem.failed": 0, "problem.offline": 0,
	"problem.few": 1, "problem.many": 1,
	"no_apps": 0, "apps": 0, "copy_text": 0, "copied": 0, "no_results": 0,
	"clock.next": 1, "new_elsewhere": 1, "add_option": 1,
}

// page serves the page.
func (t *Try) page(w http.ResponseWriter, r *http.Request, v view) {
	p := page{view: v, Writes: v.writes(), Forum: v.Here.Kind == slash.ForumChannel}
	p.People, p.Languages, p.Channels = v.people(), v.languages(), v.channels()
	for _, m := range t.chat.since(0) {
		p.Since = max(p.Since, m.seq)
		if m.Gone || m.Channel != v.Here.ID || !m.seenBy(v.Who) {
			continue
		}
		html, err := t.messageHTML(v, m)
		if err != nil {
			t.fail(w, err)
			return
		}
		p.Messages = append(p.Messages, template.HTML(html)) // printed by a template
	}
	p.Commands = marshal(v.permitted())
	p.Words = marshal(v.scriptWords())
	p.Clock = marshal(t.clockState(r.Context()))
	var b strings.Builder
	if err := t.templates.ExecuteTemplate(&b, "page", p); err != nil {
		t.fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(b.String()))
}

func (t *Try) fail(w http.ResponseWriter, err error) {
	t.log.Error("show the page", "error", err)
	http.Error(w, "The page cannot be shown; the program's log says why.", http.StatusInternalServerError)
}

// writes reports whether the person may write chat messages here.
func (v view) writes() bool {
	return v.Here.Kind != slash.ForumChannel && v.Who.may(v.Here).Has(slash.SendMessages)
}

func (v view) people() []link {
	var all []link
	for _, p := range personas {
		if p.Key != "" {
			all = append(all, link{Key: p.Key, Name: p.name(v.Voice), Address: v.address(p.Key, "", ""), Current: p.Key == v.Who.Key, Mark: initial(p.name(v.Voice))})
		}
	}
	return all
}

func (v view) languages() []link {
	var all []link
	for _, lang := range v.words.Languages() {
		all = append(all, link{
			Key: lang, Name: v.words.Text(lang, "language.name"), Lang: lang,
			Address: v.address("", lang, ""), Current: lang == v.Voice.Lang,
		})
	}
	return all
}

func (v view) channels() []link {
	var all []link
	for _, c := range channels {
		if v.Who.sees(c) {
			all = append(all, link{Key: c.ID, Name: c.Name, Address: v.address("", "", c.Name), Current: c.ID == v.Here.ID, Mark: marks[c.Kind]})
		}
	}
	return all
}

// marks stand before the names of channels, by kind.
var marks = map[slash.ChannelKind]string{"text": "#", "news": "»", "forum": "❖"}

// scriptWords are the script's words in the view's language.
func (v view) scriptWords() map[string]string {
	words := map[string]string{}
	for key, n := range scriptWords {
		args := make([]any, n)
		for i := range args {
			args[i] = fmt.Sprintf("{%d}", i)
		}
		words[key] = v.T(key, args...)
	}
	return words
}

// marshal is the JSON of one of the page's own values.
func marshal(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // unreachable: they hold only strings, numbers and lists
	}
	return string(data)
}
