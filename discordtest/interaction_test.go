package discordtest_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"magpie/discordtest"
)

// scene is a server with a person, a raw bot and one command of each kind.
type scene struct {
	t       *testing.T
	d       *discordtest.Discord
	log     *discordtest.Log
	clock   *ticking
	server  *discordtest.Server
	general *discordtest.Channel
	ana     *discordtest.Person
	bot     wire
	api     api
}

const sceneCommands = `[
	{"name":"go","description":"d","options":[{"type":3,"name":"what","description":"d"},{"type":4,"name":"n","description":"d","min_value":1,"max_value":9,"autocomplete":true}]},
	{"type":3,"name":"Explain"},
	{"type":2,"name":"Handles"}]`

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{t: t, clock: newClock()}
	s.d, s.log = fake(t, discordtest.Config{Now: s.clock.Now, Patience: 5 * time.Second})
	s.server = s.d.Server("Nest", discordtest.ServerOptions{})
	s.general = s.server.Channel("general")
	s.ana = s.server.Person("ana", "zh-CN")
	s.bot, _ = ready(t, s.d, 0)
	s.api = api{t, s.d}
	if status, reply := s.api.do("PUT", "/applications/"+s.d.ApplicationID()+"/commands", sceneCommands); status != 200 {
		t.Fatal(status, reply)
	}
	return s
}

// acted is what a person saw, once the bot has answered.
type acted struct {
	view discordtest.View
	err  error
}

// begin lets a person act while the test plays the bot.
func begin(act func() (discordtest.View, error)) <-chan acted {
	done := make(chan acted, 1)
	go func() {
		v, err := act()
		done <- acted{v, err}
	}()
	return done
}

// opened is an interaction that ana has begun with /go, and the end of her waiting.
func (s *scene) opened() (frame, <-chan acted) {
	s.t.Helper()
	seen := begin(func() (discordtest.View, error) { return s.ana.Try().Type(s.general, "/go") })
	return s.bot.until(0, "INTERACTION_CREATE"), seen
}

func (s *scene) want(step, got, want string) {
	s.t.Helper()
	if got != want {
		s.t.Errorf("%s: %s, not %s", step, got, want)
	}
}

const (
	hello    = `{"type":4,"data":{"content":"hello","flags":64,"allowed_mentions":{"parse":[]}}}`
	plain    = `{"content":"done","allowed_mentions":{"parse":[]}}`
	deferred = `{"type":5,"data":{"flags":64}}`
)

func TestAnswers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		steps func(s *scene, i frame)
		sees  string
	}{
		{"reply", func(s *scene, i frame) {
			s.want("refused", verdict(s.api.do("POST", callback(i), `{"type":4,"data":{"content":""}}`)), "400 50006")
			s.want("callback", verdict(s.api.do("POST", callback(i), hello)), "ok")
			s.want("second callback", verdict(s.api.do("POST", callback(i), hello)), "400 40060")
			s.want("original", verdict(s.api.do("GET", hook(s.d, i)+"/messages/%40original", "")), "ok")
		}, "(private)\nhello"},
		{"deferred", func(s *scene, i frame) {
			s.want("edit before", verdict(s.api.do("PATCH", hook(s.d, i)+"/messages/@original", plain)), "404 10015")
			s.want("defer with V2", verdict(s.api.do("POST", callback(i), `{"type":5,"data":{"flags":32768}}`)), "400 50035 data.flags BITFIELD_TYPE_INVALID")
			s.want("defer", verdict(s.api.do("POST", callback(i), deferred)), "ok")
			s.want("original", verdict(s.api.do("GET", hook(s.d, i)+"/messages/@original", "")), "404 10008")
			s.want("edit", verdict(s.api.do("PATCH", hook(s.d, i)+"/messages/@original", `{"flags":32768,"components":[{"type":10,"content":"done"}],"allowed_mentions":{"parse":[]}}`)), "ok")
			_, m := s.api.do("GET", hook(s.d, i)+"/messages/@original", "")
			s.want("flags", fmt.Sprint(m["flags"]), "32832")
		}, "(private)\ndone"},
		{"follow-up fills the deferral", func(s *scene, i frame) {
			s.want("defer", verdict(s.api.do("POST", callback(i), `{"type":5}`)), "ok")
			s.want("follow-up", verdict(s.api.do("POST", hook(s.d, i), strings.Replace(plain, "{", `{"flags":64,`, 1))), "ok")
			_, m := s.api.do("GET", hook(s.d, i)+"/messages/@original", "")
			s.want("original", fmt.Sprint(m["content"], m["flags"]), "done0")
		}, "done"},
		{"with response", func(s *scene, i frame) {
			_, reply := s.api.do("POST", callback(i)+"?with_response=true", hello)
			about := reply["interaction"].(map[string]any)
			s.want("id", fmt.Sprint(about["id"], about["response_message_ephemeral"]), fmt.Sprint(i.D["id"], true))
		}, "(private)\nhello"},
		{"form after a deferral", func(s *scene, i frame) {
			s.want("defer", verdict(s.api.do("POST", callback(i), deferred)), "ok")
			s.want("form", verdict(s.api.do("POST", callback(i), form)), "400 40060")
			s.want("edit", verdict(s.api.do("PATCH", hook(s.d, i)+"/messages/@original", plain)), "ok")
		}, "(private)\ndone"},
		{"deferral taken back", func(s *scene, i frame) {
			s.want("defer", verdict(s.api.do("POST", callback(i), deferred)), "ok")
			s.want("delete", verdict(s.api.do("DELETE", hook(s.d, i)+"/messages/@original", "")), "ok")
		}, "(nothing)"},
		{"wrong kinds", func(s *scene, i frame) {
			for _, kind := range []int{1, 6, 7, 8, 12} {
				s.want(fmt.Sprint("type ", kind), verdict(s.api.do("POST", callback(i), fmt.Sprintf(`{"type":%d}`, kind))), "400 50035 type BASE_TYPE_CHOICES")
			}
			s.want("type 99", verdict(s.api.do("POST", callback(i), `{"type":99}`)), "400 50035 type NUMBER_TYPE_MAX")
			s.want("callback", verdict(s.api.do("POST", callback(i), hello)), "ok")
		}, "(private)\nhello"},
		{"edits and deletion", func(s *scene, i frame) {
			s.want("callback", verdict(s.api.do("POST", callback(i), hello)), "ok")
			_, m := s.api.do("POST", hook(s.d, i), plain)
			one := hook(s.d, i) + "/messages/" + m["id"].(string)
			s.want("edit", verdict(s.api.do("PATCH", one, `{"content":"changed"}`)), "ok")
			s.want("delete", verdict(s.api.do("DELETE", one, "")), "ok")
			s.want("gone", verdict(s.api.do("GET", one, "")), "404 10008")
			s.want("by channel", verdict(s.api.do("GET", "/channels/"+s.general.ID+"/messages/"+m["id"].(string), "")), "404 10008")
			s.want("alias", verdict(s.api.do("POST", hook(s.d, i), `{"content":"x","username":"u"}`)), "400 50035 username UNKNOWN_KEY")
		}, "(private)\nhello"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			i, seen := s.opened()
			test.steps(s, i)
			got := <-seen
			if got.err != nil || got.view.String() != test.sees {
				t.Errorf("ana saw %q, %v", got.view, got.err)
			}
		})
	}
}

func TestExpiry(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	late, _ := s.opened()
	s.clock.advance(3*time.Second + time.Millisecond)
	s.want("after 3 s", verdict(s.api.do("POST", callback(late), hello)), "404 10062")
	s.want("afterwards", verdict(s.api.do("POST", hook(s.d, late), plain)), "404 10015")

	i, seen := s.opened()
	s.want("in time", verdict(s.api.do("POST", callback(i), deferred)), "ok")
	s.clock.advance(15 * time.Minute)
	s.want("at 15 min", verdict(s.api.do("PATCH", hook(s.d, i)+"/messages/@original", plain)), "ok")
	s.clock.advance(time.Second)
	s.want("after 15 min", verdict(s.api.do("PATCH", hook(s.d, i)+"/messages/@original", plain)), "401 50027")
	s.want("unknown token", verdict(s.api.do("POST", "/interactions/1/x/callback", hello)), "404 10062")
	<-seen
}

func TestNoAnswer(t *testing.T) {
	t.Parallel()
	d, _ := fake(t, discordtest.Config{Patience: 50 * time.Millisecond})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	if _, err := ana.Try().Type(server.Channel("general"), "/go"); err == nil {
		t.Error("an unknown command was typed")
	}
	_, _ = api{t, d}.do("PUT", "/applications/"+d.ApplicationID()+"/commands", sceneCommands)
	if _, err := ana.Try().Type(server.Channel("general"), "/go"); !errors.Is(err, discordtest.ErrNoAnswer) {
		t.Errorf("without a bot: %v", err)
	}
	_, _ = ready(t, d, 0)
	if _, err := ana.Try().Type(server.Channel("general"), "/go"); !errors.Is(err, discordtest.ErrNoAnswer) {
		t.Errorf("with a silent bot: %v", err)
	}
}

// pressable is a public answer with two buttons, a menu of people, and one of words.
const pressable = `{"type":4,"data":{"content":"pick","allowed_mentions":{"parse":[]},"components":[
	{"type":1,"components":[{"type":2,"style":1,"label":"Next","custom_id":"next"},{"type":2,"style":1,"label":"Back","custom_id":"back","disabled":true}]},
	{"type":1,"components":[{"type":5,"custom_id":"who","placeholder":"Who?"}]},
	{"type":1,"components":[{"type":3,"custom_id":"word","placeholder":"Word?","max_values":2,"options":[{"label":"One","value":"1"},{"label":"Two","value":"2"},{"label":"Three","value":"3"}]}]}]}}`

func TestComponents(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	i, seen := s.opened()
	s.want("callback", verdict(s.api.do("POST", callback(i), pressable)), "ok")
	shown := (<-seen).view
	s.want("ana sees", shown.String(), "pick\n[Next] (Back)\n<Who?>\n<Word?: One, Two, Three>")

	press := begin(func() (discordtest.View, error) { return s.ana.Try().Press("Next") })
	event, got := s.bot.answer(s.api, `{"type":7,"data":{"content":"picked","components":[]}}`)
	s.want("update", got, "ok")
	if data := event.D["data"].(map[string]any); data["custom_id"] != "next" || data["component_type"] != 2.0 {
		t.Errorf("the press is told as %v", data)
	}
	s.want("after the press", (<-press).view.String(), "picked")
	if _, err := s.ana.Try().PressOn(*shown.Message, "Next"); err == nil {
		t.Error("ana pressed a button that is gone")
	}

	i, seen = s.opened()
	_, _ = s.api.do("POST", callback(i), pressable)
	old := *(<-seen).view.Message
	for _, refused := range [][]string{{"Word?"}, {"Word?", "One", "Two", "Three"}, {"Word?", "Four"}, {"Word?", "One", "One"}, {"Who?", "@nobody"}, {"What?", "One"}} {
		if _, err := s.ana.Try().Choose(refused[0], refused[1:]...); err == nil {
			t.Errorf("ana chose %q", refused)
		}
	}
	choose := begin(func() (discordtest.View, error) { return s.ana.Try().Choose("Word?", "Two", "One") })
	event, _ = s.bot.answer(s.api, `{"type":6}`)
	s.want("values", fmt.Sprint(event.D["data"].(map[string]any)["values"]), "[2 1]")
	_, _ = s.api.do("PATCH", hook(s.d, event)+"/messages/@original", `{"content":"two and one"}`)
	s.want("after choosing", (<-choose).view.Message.Content, "two and one")

	// A silent acknowledgement, then a follow-up.
	choose = begin(func() (discordtest.View, error) { return s.ana.Try().ChooseOn(old, "Word?", "Three") })
	event, _ = s.bot.answer(s.api, `{"type":6}`)
	_, _ = s.api.do("POST", hook(s.d, event), strings.Replace(plain, "{", `{"flags":64,`, 1))
	s.want("after the follow-up", (<-choose).view.String(), "(private)\ndone")

	// A user's menu, on the old message, after the bot restarted.
	s.bot.ws.Close()
	s.bot, _ = ready(t, s.d, 0)
	choose = begin(func() (discordtest.View, error) { return s.ana.Try().ChooseOn(old, "Who?", "@ana") })
	event, _ = s.bot.answer(s.api, hello)
	resolved := event.D["data"].(map[string]any)["resolved"].(map[string]any)
	if resolved["users"].(map[string]any)[s.ana.ID()] == nil || resolved["members"].(map[string]any)[s.ana.ID()] == nil {
		t.Errorf("resolved is %v", resolved)
	}
	s.want("answer", (<-choose).view.String(), "(private)\nhello")

	s.ana.Redeliver()
	s.want("redelivered", fmt.Sprint(s.bot.until(0, "INTERACTION_CREATE").D["id"]), fmt.Sprint(event.D["id"]))
}

func TestPressTwice(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	i, seen := s.opened()
	_, _ = s.api.do("POST", callback(i), pressable)
	<-seen
	done := make(chan [2]string, 1)
	go func() {
		one, two := s.ana.PressTwice("Next")
		done <- [2]string{one.String(), two.String()}
	}()
	first, second := s.bot.until(0, "INTERACTION_CREATE"), s.bot.until(0, "INTERACTION_CREATE")
	_, _ = s.api.do("POST", callback(second), strings.Replace(hello, "hello", "two", 1))
	_, _ = s.api.do("POST", callback(first), strings.Replace(hello, "hello", "one", 1))
	if got := <-done; got != [2]string{"(private)\none", "(private)\ntwo"} {
		t.Errorf("ana saw %q", got)
	}
}

const form = `{"type":9,"data":{"custom_id":"f","title":"A form","components":[
	{"type":10,"content":"Tell me."},
	{"type":18,"label":"Name","description":"yours","component":{"type":4,"custom_id":"name","style":1,"min_length":2,"max_length":5}},
	{"type":18,"label":"Topic","component":{"type":3,"custom_id":"topic","options":[{"label":"Cats","value":"c"},{"label":"Dogs","value":"d","default":true}]}},
	{"type":18,"label":"Where","component":{"type":8,"custom_id":"where","required":false,"channel_types":[0]}},
	{"type":18,"label":"File","component":{"type":19,"custom_id":"file","required":false}}]}}`

func TestForms(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	i, seen := s.opened()
	s.want("form", verdict(s.api.do("POST", callback(i), form)), "ok")
	s.want("ana sees", (<-seen).view.String(), "(form) A form\nTell me.\nName*: (yours)\nTopic*: <Make a selection: Cats, Dogs> Dogs\nWhere: <Make a selection>\nFile:")

	if _, err := s.ana.Try().Submit(); err == nil {
		t.Error("a form was submitted without a required field")
	}
	s.ana.Fill("Name", "too long")
	if _, err := s.ana.Try().Submit(); err == nil {
		t.Error("a form was submitted with a field that is too long")
	}
	if err := s.ana.Try().Fill("Nothing", "x"); err == nil {
		t.Error("a field that is not there was filled")
	}
	s.ana.Fill("Name", "Li")
	s.ana.Fill("Topic", "Cats")
	s.ana.Fill("Where", "#general")
	s.ana.Attach("File", discordtest.File{Name: "a.txt", Type: "text/plain", Data: []byte("hi")})
	submit := begin(func() (discordtest.View, error) { return s.ana.Try().Submit() })
	event, got := s.bot.answer(s.api, hello)
	s.want("answer", got, "ok")
	var told []string
	for _, c := range event.D["data"].(map[string]any)["components"].([]any) {
		inner, _ := c.(map[string]any)["component"].(map[string]any)
		told = append(told, fmt.Sprint(inner["custom_id"], inner["value"], inner["values"]))
	}
	file := fmt.Sprint(told[4])
	told[4] = ""
	s.want("values", strings.Join(told, "; "), "<nil> <nil> <nil>; nameLi<nil>; topic<nil> [c]; where<nil> ["+s.general.ID+"]; ")
	attachments := event.D["data"].(map[string]any)["resolved"].(map[string]any)["attachments"].(map[string]any)
	for id, a := range attachments {
		address := strings.Replace(a.(map[string]any)["url"].(string), "https://cdn.discordapp.com", s.d.URL(), 1)
		if !strings.Contains(file, id) || download(t, address) != "hi" {
			t.Errorf("the file is told as %s, with %v", file, a)
		}
	}
	s.want("ana sees", (<-submit).view.String(), "(private)\nhello")
	if _, err := s.ana.Try().Submit(); err == nil {
		t.Error("a form was submitted twice")
	}
}

func TestFormRules(t *testing.T) {
	t.Parallel()
	const label = `{"type":18,"label":"l#","component":{"type":4,"custom_id":"c#","style":1}}`
	modal := func(components string) string {
		return `{"type":9,"data":{"custom_id":"f","title":"t","components":` + components + `}}`
	}
	in := func(component string) string { return modal(`[{"type":18,"label":"l","component":` + component + `}]`) }
	s := newScene(t)
	i, _ := s.opened()
	for _, test := range []struct{ name, body, want string }{
		{"6 components", modal(items(6, label)), "data.components BASE_TYPE_BAD_LENGTH"},
		{"none", modal(`[]`), "data.components BASE_TYPE_BAD_LENGTH"},
		{"no title", `{"type":9,"data":{"custom_id":"f","components":` + items(1, label) + `}}`, "data.title BASE_TYPE_REQUIRED"},
		{"title of 46", `{"type":9,"data":{"custom_id":"f","title":"` + rep("t", 46) + `","components":` + items(1, label) + `}}`, "data.title BASE_TYPE_BAD_LENGTH"},
		{"button", modal("[" + row(items(1, button)) + "]"), "data.components.0.components.0.type UNION_TYPE_CHOICES"},
		{"label within", in(`{"type":4,"custom_id":"c","style":1,"label":"x"}`), "data.components.0.component.label UNKNOWN_KEY"},
		{"label of 46", strings.Replace(in(`{"type":4,"custom_id":"c","style":1}`), `"l"`, `"`+rep("l", 46)+`"`, 1), "data.components.0.label BASE_TYPE_BAD_LENGTH"},
		{"min over max", in(`{"type":4,"custom_id":"c","style":1,"min_length":5,"max_length":4}`), "data.components.0.component.min_length NUMBER_TYPE_MAX"},
		{"4001", in(`{"type":4,"custom_id":"c","style":1,"max_length":4001}`), "data.components.0.component.max_length NUMBER_TYPE_MAX"},
		{"disabled", in(`{"type":5,"custom_id":"c","disabled":true}`), "data.components.0.component.disabled COMPONENT_DISABLED_IN_MODAL"},
		{"one radio", in(`{"type":21,"custom_id":"c","options":[{"label":"a","value":"a"}]}`), "data.components.0.component.options BASE_TYPE_BAD_LENGTH"},
		{"11 checkboxes", in(`{"type":22,"custom_id":"c","options":` + items(11, `{"label":"a","value":"#"}`) + `}`), "data.components.0.component.options BASE_TYPE_BAD_LENGTH"},
		{"11 files", in(`{"type":19,"custom_id":"c","max_values":11}`), "data.components.0.component.max_values NUMBER_TYPE_MAX"},
	} {
		s.want(test.name, verdict(s.api.do("POST", callback(i), test.body)), "400 50035 "+test.want)
	}
	s.want("5 components", verdict(s.api.do("POST", callback(i), modal(items(5, label)))), "ok")
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	type suggested struct {
		choices []discordtest.Choice
		err     error
	}
	done := make(chan suggested, 1)
	complete := func(line, option string) frame {
		go func() {
			choices, err := s.ana.Try().Complete(s.general, line, option)
			done <- suggested{choices, err}
		}()
		return s.bot.until(0, "INTERACTION_CREATE")
	}
	i := complete("/go what:a b n:x", "n")
	s.want("options", fmt.Sprint(i.D["data"].(map[string]any)["options"]), "[map[name:what type:3 value:a b] map[focused:true name:n type:4 value:x]]")
	for _, test := range []struct{ name, body, want string }{
		{"26", `{"type":8,"data":{"choices":` + items(26, `{"name":"c#","value":#}`) + `}}`, "400 50035 data.choices BASE_TYPE_BAD_LENGTH"},
		{"string for an integer", `{"type":8,"data":{"choices":[{"name":"c","value":"1"}]}}`, "400 50035 data.choices.0.value NUMBER_TYPE_COERCE"},
		{"name of 101", `{"type":8,"data":{"choices":[{"name":"` + rep("c", 101) + `","value":1}]}}`, "400 50035 data.choices.0.name BASE_TYPE_BAD_LENGTH"},
		{"a message", hello, "400 50035 type BASE_TYPE_CHOICES"},
		{"good", `{"type":8,"data":{"choices":[{"name":"seven","value":7}]}}`, "ok"},
	} {
		s.want(test.name, verdict(s.api.do("POST", callback(i), test.body)), test.want)
	}
	if got := <-done; len(got.choices) != 1 || got.choices[0].Name != "seven" {
		t.Errorf("ana is offered %v, %v", got.choices, got.err)
	}
	seen := begin(func() (discordtest.View, error) { return s.ana.Try().Type(s.general, "/go n:seven") })
	event, _ := s.bot.answer(s.api, hello)
	s.want("chosen", fmt.Sprint(event.D["data"].(map[string]any)["options"]), "[map[name:n type:4 value:7]]")
	<-seen
	for _, empty := range []string{`{"type":8,"data":{"choices":[]}}`, `{"type":8,"data":{}}`} {
		s.want(empty, verdict(s.api.do("POST", callback(complete("/go n:", "n")), empty)), "ok")
		<-done
	}
}

func TestContextMenus(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	m := s.general.Foreign("otherbot", "strange", map[string]any{"type": 99, "id": 1}, map[string]any{"type": 18, "id": 2})
	seen := begin(func() (discordtest.View, error) { return s.ana.Try().RightClick(m, "Explain") })
	event, _ := s.bot.answer(s.api, hello)
	data := event.D["data"].(map[string]any)
	s.want("target", fmt.Sprint(data["target_id"]), m.ID)
	kinds := data["resolved"].(map[string]any)["messages"].(map[string]any)[m.ID].(map[string]any)["components"]
	s.want("components", fmt.Sprint(kinds), "[map[id:1 type:99] map[id:2 type:18]]")
	s.want("ana sees", (<-seen).view.String(), "(private)\nhello")

	bo := s.server.Person("bo", "en-US")
	seen = begin(func() (discordtest.View, error) { return s.ana.Try().RightClick(bo, "Handles") })
	event, _ = s.bot.answer(s.api, hello)
	s.want("person", fmt.Sprint(event.D["data"].(map[string]any)["target_id"]), bo.ID())
	<-seen
}
