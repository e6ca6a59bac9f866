package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"magpie/discordtest"
)

// engineHost is where a LibreTranslate of this world answers.
const engineHost = "translate.example:80"

// An engine speaks the protocol of LibreTranslate, and translates by a short list.
type engine struct {
	*httptest.Server
	mood atomic.Value // string: how it answers
}

// setEngine says how the engine answers from now on: translates, garbles (what stands
// for mentions is lost), page (of HTML), quota, broken, or stalls. The first time
// the program is started again with it.
func (w *world) setEngine(mood string) {
	w.Helper()
	if w.engine == nil {
		w.engine = &engine{}
		w.engine.Server = httptest.NewServer(w.engine)
		w.Cleanup(func() {
			w.engine.Close()
			if strings.Contains(w.logs.String(), "open-sesame") {
				w.Error("the key of the engine stands in the log")
			}
		})
		w.env["MAGPIE_TRANSLATE"] = "libretranslate:http://" + strings.TrimSuffix(engineHost, ":80")
		w.env["MAGPIE_TRANSLATE_KEY"] = "open-sesame"
		w.env["MAGPIE_TRANSLATE_BUDGET"] = "300"
		w.engine.mood.Store(mood)
		w.restart()
	}
	w.engine.mood.Store(mood)
}

// inEngine is all the engine knows.
var inEngine = strings.NewReplacer("大家好", "Hello everyone", "我家的猫", "my cat", "快来看", "come and see", "，", ", ", "！", "!")

func (e *engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/languages" {
		w.Write([]byte(`[{"code":"en","targets":["zh-Hans","zh-Hant"]},{"code":"zh-Hans","targets":["en"]},{"code":"zh-Hant","targets":["en"]}]`))
		return
	}
	var in struct {
		Q      []string
		APIKey string `json:"api_key"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.APIKey != "open-sesame" {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	switch e.mood.Load() {
	case "page":
		w.Write([]byte("<!doctype html><title>Sign in</title>"))
		return
	case "quota":
		w.WriteHeader(456)
		return
	case "broken":
		w.WriteHeader(http.StatusBadGateway)
		return
	case "stalls":
		<-r.Context().Done()
		return
	}
	for i, q := range in.Q {
		if in.Q[i] = inEngine.Replace(q); e.mood.Load() == "garbles" {
			in.Q[i] = strings.NewReplacer("{", "", "}", "").Replace(in.Q[i])
		}
	}
	json.NewEncoder(w).Encode(map[string]any{"translatedText": in.Q})
}

// says is a message of somebody, or the text of a file as one.
func (k *talk) says(p *discordtest.Person, name, text string) {
	k.Helper()
	if file := filepath.Join("testdata/files", text); strings.HasSuffix(text, ".txt") {
		read, err := os.ReadFile(file)
		if err != nil {
			k.Fatal(err)
		}
		text = strings.TrimSpace(string(read))
	}
	k.said = p.Say(k.places[name], text)
}

// goes takes somebody to where no server of Magpie's is: to their conversation with it, or
// to a server that does not have it, where it is theirs alone.
func (k *talk) goes(name, where string) {
	k.Helper()
	p := k.people[name]
	switch where {
	case "direct":
		k.places[name] = p.Direct()
	case "elsewhere":
		p.Install(true)
		if k.elsewhere == nil {
			k.elsewhere = k.world.discord.Server("Elsewhere", discordtest.ServerOptions{WithoutBot: true, Channels: []string{"general"}})
		}
		p.Join(k.elsewhere)
		k.places[name] = k.elsewhere.Channel("general")
	default:
		k.Fatalf("%s cannot go to %s", name, where)
	}
}
