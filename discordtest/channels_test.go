package discordtest_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"magpie/discordtest"
)

const word = `{"content":"x","allowed_mentions":{"parse":[]}}`

func TestPermissions(t *testing.T) {
	t.Parallel()
	d, _ := fake(t, discordtest.Config{Privileged: discordtest.IntentGuildMembers})
	server := d.Server("Nest", discordtest.ServerOptions{Channels: []string{"a", "hidden", "mute"}, BotPermissions: discordtest.ManageRoles})
	other := d.Server("Other", discordtest.ServerOptions{WithoutBot: true})
	server.Channel("hidden").DenyBot(discordtest.ViewChannel)
	server.Channel("mute").Overwrite(server.Everyone(), 0, discordtest.SendMessages)
	thread := server.Channel("mute").AddThread("thread")
	forum := server.AddForum("forum", "news")
	ana, shy := server.Person("ana", "en-US"), server.Person("shy", "en-US")
	shy.CloseDirect(true)
	low, high := server.BotRole(), server.Role("high", 0)
	said := ana.Say(server.Channel("a"), "hi")
	api := api{t, d}
	channel := func(name, rest string) string { return "/channels/" + server.Channel(name).ID + rest }
	member := "/guilds/" + server.ID + "/members/" + ana.ID()
	for _, test := range []struct{ name, method, path, body, want string }{
		{"unknown channel", "GET", "/channels/1", "", "404 10003"},
		{"hidden channel", "GET", channel("hidden", ""), "", "403 50001"},
		{"post to a hidden one", "POST", channel("hidden", "/messages"), word, "403 50001"},
		{"post to a mute one", "POST", channel("mute", "/messages"), word, "403 50013"},
		{"post to a thread there", "POST", "/channels/" + thread.ID + "/messages", word, "ok"},
		{"post to a forum", "POST", "/channels/" + forum.ID + "/messages", word, "400 50008"},
		{"unknown message", "GET", channel("a", "/messages/1"), "", "404 10008"},
		{"another's message", "PATCH", channel("a", "/messages/"+said.ID), `{"content":"mine"}`, "403 50005"},
		{"delete another's", "DELETE", channel("a", "/messages/"+said.ID), "", "403 50013"},
		{"another server", "GET", "/guilds/" + other.ID, "", "403 50001"},
		{"unknown server", "GET", "/guilds/1", "", "404 10004"},
		{"server", "GET", "/guilds/" + server.ID, "", "ok"},
		{"member", "GET", member, "", "ok"},
		{"unknown user", "GET", "/guilds/" + server.ID + "/members/1", "", "404 10013"},
		{"role above the bot's", "PUT", member + "/roles/" + high.ID, "", "403 50013"},
		{"managed role", "PUT", member + "/roles/" + low.ID, "", "403 50013"},
		{"unknown role", "PUT", member + "/roles/1", "", "404 10011"},
		{"archive another's thread", "PATCH", "/channels/" + thread.ID, `{"archived":true}`, "403 50013"},
		{"webhook", "POST", channel("a", "/webhooks"), `{"name":"w"}`, "403 50013"},
		{"unknown interaction token", "POST", "/webhooks/" + d.ApplicationID() + "/x", word, "401 50027"},
		{"unknown command", "DELETE", "/applications/" + d.ApplicationID() + "/commands/1", "", "404 10063"},
		{"another application", "GET", "/applications/1/commands", "", "404 10002"},
	} {
		if got := verdict(api.do(test.method, test.path, test.body)); got != test.want {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}
	_, direct := api.do("POST", "/users/@me/channels", fmt.Sprintf(`{"recipient_id":%q}`, shy.ID()))
	if got := verdict(api.do("POST", "/channels/"+direct["id"].(string)+"/messages", word)); got != "403 50007" {
		t.Errorf("a closed direct conversation: %s", got)
	}
	if _, err := shy.Try().Say(server.Channel("mute"), "psst"); err == nil {
		t.Error("someone spoke where they cannot")
	}
	server.RemoveBot()
	if got := verdict(api.do("POST", channel("a", "/messages"), word)); got != "403 50001" {
		t.Errorf("after the bot was removed: %s", got)
	}
}

func TestRoles(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{WithoutBot: true, BotPermissions: discordtest.ManageRoles})
	news := server.Role("news", 0)
	server.AddBot()
	ana := server.Person("ana", "en-US")
	path := "/guilds/" + server.ID + "/members/" + ana.ID() + "/roles/" + news.ID
	for _, method := range []string{"PUT", "DELETE"} {
		if status, text := (api{t, d}).raw(method, path, ""); status != 204 || news.Has(ana) != (method == "PUT") {
			t.Errorf("%s: %d %s, has the role: %v", method, status, text, news.Has(ana))
		}
	}
}

func TestHistory(t *testing.T) {
	t.Parallel()
	d, _ := fake(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{BotPermissions: discordtest.ManageMessages})
	general := server.Channel("general")
	ana := server.Person("ana", "en-US")
	ids := make([]string, 6)
	for i := range ids {
		ids[i] = ana.Say(general, fmt.Sprint(i)).ID
	}
	api := api{t, d}
	path := "/channels/" + general.ID + "/messages"
	for _, test := range []struct{ query, want string }{
		{"", "543210"},
		{"?limit=2", "54"},
		{"?limit=2&before=" + ids[3], "21"},
		{"?limit=2&after=" + ids[3], "54"},
		{"?limit=2&after=" + ids[1], "32"},
		{"?limit=3&around=" + ids[3], "432"},
		{"?before=" + ids[0], ""},
	} {
		_, text := api.raw("GET", path+test.query, "")
		var got string
		for part := range strings.SplitSeq(text, `"content":"`) {
			if !strings.HasPrefix(part, "[") {
				got += part[:1]
			}
		}
		if got != test.want {
			t.Errorf("%s gives %q, not %q", test.query, got, test.want)
		}
	}
	for _, query := range []string{"?limit=101", "?limit=0", "?before=1&after=2", "?around=x"} {
		if status, _ := api.raw("GET", path+query, ""); status != 400 {
			t.Errorf("%s: status %d", query, status)
		}
	}
	bulk := func(ids ...string) string {
		return verdict(api.do("POST", path+"/bulk-delete", `{"messages":["`+strings.Join(ids, `","`)+`"]}`))
	}
	if got := bulk(ids[0]); got != "400 50016" {
		t.Errorf("deleting one in bulk: %s", got)
	}
	if got := bulk(ids[0], "1"); got != "400 50034" {
		t.Errorf("deleting an old one in bulk: %s", got)
	}
	if got := bulk(ids[0], ids[1]); got != "ok" || len(general.Messages()) != 4 {
		t.Errorf("deleting two in bulk: %s", got)
	}
	general.DenyBot(discordtest.ReadMessageHistory)
	if _, text := api.raw("GET", path, ""); text != "[]" {
		t.Errorf("without READ_MESSAGE_HISTORY: %s", text)
	}
}

func TestThreads(t *testing.T) {
	t.Parallel()
	d, _ := fake(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{BotPermissions: discordtest.ManageThreads})
	general := server.Channel("general")
	forum := server.AddForum("forum", "news")
	api := api{t, d}
	_, made := api.do("POST", "/channels/"+forum.ID+"/threads", `{"name":"Post","message":{"content":"first","allowed_mentions":{"parse":[]}}}`)
	post := server.Channel("Post")
	if m := post.Messages(); len(m) != 1 || m[0].ID != post.ID || made["id"] != post.ID {
		t.Errorf("a forum post holds %v", m)
	}
	for _, test := range []struct{ name, path, body, want string }{
		{"without a message", "/channels/" + forum.ID + "/threads", `{"name":"x"}`, "400 50035 message BASE_TYPE_REQUIRED"},
		{"empty", "/channels/" + forum.ID + "/threads", `{"name":"x","message":{}}`, "400 50006"},
		{"too long", "/channels/" + forum.ID + "/threads", `{"name":"x","message":{"content":"` + rep("x", 2001) + `"}}`, "400 50035 message.content BASE_TYPE_MAX_LENGTH"},
		{"strange tag", "/channels/" + forum.ID + "/threads", `{"name":"x","applied_tags":["1"],"message":{"content":"x"}}`, "400 50035 applied_tags.0 INVALID_FORUM_TAG"},
		{"message in a text channel", "/channels/" + general.ID + "/threads", `{"name":"x","type":11,"message":{"content":"x"}}`, "400 50035 message UNKNOWN_KEY"},
		{"thread of a thread", "/channels/" + post.ID + "/threads", `{"name":"x","type":11}`, "400 50024"},
		{"name of 101", "/channels/" + general.ID + "/threads", `{"name":"` + rep("x", 101) + `","type":11}`, "400 50035 name BASE_TYPE_BAD_LENGTH"},
		{"text thread", "/channels/" + general.ID + "/threads", `{"name":"Talk","type":11,"auto_archive_duration":1440}`, "ok"},
	} {
		if got := verdict(api.do("POST", test.path, test.body)); got != test.want {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}
	said := server.Person("ana", "en-US").Say(general, "hi")
	on := "/channels/" + general.ID + "/messages/" + said.ID + "/threads"
	for _, want := range []string{"ok", "400 160004"} {
		if got := verdict(api.do("POST", on, `{"name":"On it"}`)); got != want {
			t.Errorf("a thread on a message: %s, not %s", got, want)
		}
	}
	list := func(path, name string) bool {
		t.Helper()
		_, text := api.raw("GET", path, "")
		return strings.Contains(text, `"name":"`+name+`"`)
	}
	active, archived := "/guilds/"+server.ID+"/threads/active", "/channels/"+forum.ID+"/threads/archived/public"
	if !list(active, "Post") || list(archived, "Post") {
		t.Error("an open thread is not listed as active")
	}
	if got := verdict(api.do("PATCH", "/channels/"+post.ID, `{"archived":true}`)); got != "ok" {
		t.Errorf("archiving: %s", got)
	}
	if list(active, "Post") || !list(archived, "Post") {
		t.Error("an archived thread is not listed as archived")
	}
	if got := verdict(api.do("POST", "/channels/"+post.ID+"/messages", word)); got != "ok" || list(archived, "Post") {
		t.Errorf("posting to an archived thread: %s, still archived: %v", got, list(archived, "Post"))
	}
}

func TestWebhooks(t *testing.T) {
	t.Parallel()
	d, _ := fake(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{BotPermissions: discordtest.ManageWebhooks})
	general := server.Channel("general")
	thread := general.AddThread("thread")
	api := api{t, d}
	_, hook := api.do("POST", "/channels/"+general.ID+"/webhooks", `{"name":"News"}`)
	path := fmt.Sprintf("/webhooks/%s/%s", hook["id"], hook["token"])
	_, m := api.do("POST", path+"?wait=true", `{"content":"x","username":"Herald","allowed_mentions":{"parse":[]}}`)
	for _, test := range []struct{ name, method, path, body, want string }{
		{"no wait", "POST", path, word, "ok"},
		{"thread", "POST", path + "?thread_id=" + thread.ID, word, "ok"},
		{"unknown thread", "POST", path + "?thread_id=1", word, "404 10003"},
		{"edit", "PATCH", fmt.Sprintf("%s/messages/%s", path, m["id"]), `{"content":"y"}`, "ok"},
		{"wrong token", "POST", fmt.Sprintf("/webhooks/%s/x", hook["id"]), word, "401 50027"},
		{"delete", "DELETE", path, "", "ok"},
		{"deleted", "POST", path, word, "404 10015"},
	} {
		if got := verdict(api.do(test.method, test.path, test.body)); got != test.want {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}
	if got := general.Messages()[0]; got.Author != "Herald" || got.Content != "y" {
		t.Errorf("the webhook posted %+v", got)
	}
	for i := range 16 {
		want := "ok"
		if i == 15 {
			want = "400 30007"
		}
		if got := verdict(api.do("POST", "/channels/"+general.ID+"/webhooks", `{"name":"w"}`)); got != want {
			t.Errorf("webhook %d: %s", i, got)
		}
	}
}

// upload posts a message with files named by their part.
func (a api) upload(path, payload string, files map[string]string) string {
	a.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	_ = w.WriteField("payload_json", payload)
	for part, name := range files {
		f, err := w.CreateFormFile(part, name)
		if err != nil {
			a.t.Fatal(err)
		}
		_, _ = f.Write([]byte("data of " + name))
	}
	w.Close()
	r, err := http.NewRequestWithContext(a.t.Context(), "POST", a.d.URL()+"/api/v10"+path, &body)
	if err != nil {
		a.t.Fatal(err)
	}
	r.Header = http.Header{"Authorization": {"Bot " + a.d.Token()}, "User-Agent": {"test"}, "Content-Type": {w.FormDataContentType()}}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		a.t.Fatal(err)
	}
	defer res.Body.Close()
	return fmt.Sprint(res.StatusCode)
}

func TestFiles(t *testing.T) {
	t.Parallel()
	d, _ := fake(t, discordtest.Config{LaxMentions: true})
	general := d.Server("Nest", discordtest.ServerOptions{}).Channel("general")
	path := "/channels/" + general.ID + "/messages"
	one := map[string]string{"files[0]": "a.png"}
	const gallery = `{"flags":32768,"components":[{"type":12,"items":[{"media":{"url":"attachment://a.png"},"description":"A cat"}]}]}`
	for _, test := range []struct {
		name, payload string
		files         map[string]string
		want          string
	}{
		{"plain", `{"content":"x"}`, one, "200"},
		{"nothing else", `{}`, one, "200"},
		{"described", `{"attachments":[{"id":"0","description":"A cat"}]}`, one, "200"},
		{"not there", `{"attachments":[{"id":"1"}]}`, one, "400"},
		{"shown", gallery, one, "200"},
		{"not shown", `{"flags":32768,"components":[{"type":10,"content":"x"}]}`, one, "400"},
		{"shown but missing", gallery, nil, "400"},
		{"wrong part", `{"content":"x"}`, map[string]string{"file": "a.png"}, "400"},
	} {
		if got := (api{t, d}).upload(path, test.payload, test.files); got != test.want {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}
	messages := general.Messages()
	last := messages[len(messages)-1]
	if got := last.String(); got != "{A cat}" {
		t.Errorf("people see %q", got)
	}
	address := strings.Replace(last.Files[0].URL, "https://cdn.discordapp.com", d.URL(), 1)
	if got := download(t, address); got != "data of a.png" {
		t.Errorf("the file holds %q", got)
	}
	general.DenyBot(discordtest.AttachFiles)
	if got := (api{t, d}).upload(path, `{"content":"x"}`, one); got != "403" {
		t.Errorf("without ATTACH_FILES: %s", got)
	}
}

func TestEdits(t *testing.T) {
	t.Parallel()
	d, _ := fake(t, discordtest.Config{LaxMentions: true})
	path := "/channels/" + d.Server("Nest", discordtest.ServerOptions{}).Channel("general").ID + "/messages"
	api := api{t, d}
	_, old := api.do("POST", path, `{"content":"x"}`)
	_, new := api.do("POST", path, `{"flags":32768,"components":[{"type":10,"content":"x"}]}`)
	legacy, v2 := path+"/"+old["id"].(string), path+"/"+new["id"].(string)
	for _, test := range []struct{ name, path, body, want string }{
		{"content", legacy, `{"content":"y"}`, "ok"},
		{"emptied", legacy, `{"content":""}`, "400 50006"},
		{"stray keys", legacy, `{"ID":"1","Channel":"2","content":"y"}`, "400 50035 Channel UNKNOWN_KEY, ID UNKNOWN_KEY"},
		{"to V2 with its content", legacy, `{"flags":32768,"components":[{"type":10,"content":"x"}]}`, "400 50035 content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"},
		{"to V2", legacy, `{"flags":32768,"content":null,"components":[{"type":10,"content":"x"}]}`, "ok"},
		{"content in V2", v2, `{"content":"y"}`, "400 50035 content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"},
		{"components alone", v2, `{"components":[{"type":10,"content":"y"}]}`, "ok"},
		{"flag removed", v2, `{"flags":0,"content":"y","components":[]}`, "400 50035 content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2, flags MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG"},
	} {
		if got := verdict(api.do("PATCH", test.path, test.body)); got != test.want {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}
}

func TestSnowflakes(t *testing.T) {
	t.Parallel()
	clock := newClock()
	d := discordtest.New(t, discordtest.Config{Now: clock.Now})
	first := d.Server("a", discordtest.ServerOptions{}).ID
	second := d.Server("b", discordtest.ServerOptions{}).ID
	clock.advance(time.Hour)
	third := d.Server("c", discordtest.ServerOptions{}).ID
	if first >= second || second >= third {
		t.Errorf("ids do not grow: %s, %s, %s", first, second, third)
	}
	if at, err := discordtest.Timestamp(third); err != nil || !at.Equal(clock.now) {
		t.Errorf("%s holds %v, %v", third, at, err)
	}
}
