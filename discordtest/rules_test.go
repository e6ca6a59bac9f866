package discordtest_test

import (
	"fmt"
	"strings"
	"testing"

	"magpie/discordtest"
)

// items repeats a JSON value with its index in place of #, as a list.
func items(n int, pattern string) string {
	list := make([]string, n)
	for i := range list {
		list[i] = strings.ReplaceAll(pattern, "#", fmt.Sprint(i))
	}
	return "[" + strings.Join(list, ",") + "]"
}

const (
	button = `{"type":2,"style":1,"label":"b","custom_id":"b#"}`
	shown  = `{"type":10,"content":"x"}`
)

func row(components string) string { return `{"type":1,"components":` + components + `}` }

// legacy and v2 are bodies with the given components.
func legacy(components string) string { return `{"content":"x","components":` + components + `}` }
func v2(components string) string     { return `{"flags":32768,"components":` + components + `}` }

func menu(more string) string {
	return legacy(`[` + row(`[{"type":3,"custom_id":"m",`+more+`}]`) + `]`)
}

func texts(contents ...string) string {
	list := make([]string, len(contents))
	for i, c := range contents {
		list[i] = `{"type":10,"content":"` + c + `"}`
	}
	return v2("[" + strings.Join(list, ",") + "]")
}

func TestMessageRules(t *testing.T) {
	t.Parallel()
	d, log := fake(t, discordtest.Config{LaxMentions: true})
	path := "/channels/" + d.Server("Nest", discordtest.ServerOptions{}).Channel("general").ID + "/messages"
	api := api{t, d}
	for _, test := range []struct{ name, body, want string }{
		{"plain", `{"content":"hello"}`, "ok"},
		{"no JSON", `{"content":`, "400 50109"},
		{"two values", `{"content":"a"} {}`, "400 50109"},
		{"a list", `[]`, "400 50035  DICT_TYPE_CONVERT"},
		{"empty", `{"content":""}`, "400 50006"},
		{"unknown key", `{"contnet":"a"}`, "400 50035 contnet UNKNOWN_KEY"},
		{"content is a number", `{"content":1}`, "400 50035 content STRING_TYPE_CONVERT"},
		{"2000 characters of Chinese", `{"content":"` + rep("鹊", 2000) + `"}`, "ok"},
		{"2001 characters", `{"content":"` + rep("鹊", 2001) + `"}`, "400 50035 content BASE_TYPE_MAX_LENGTH"},
		{"tts is a string", `{"content":"a","tts":"no"}`, "400 50035 tts BOOLEAN_TYPE_CONVERT"},
		{"nonce of 25", `{"content":"a","nonce":"` + rep("n", 25) + `"}`, "ok"},
		{"nonce of 26", `{"content":"a","nonce":"` + rep("n", 26) + `"}`, "400 50035 nonce BASE_TYPE_BAD_LENGTH"},
		{"numeric nonce", `{"content":"a","nonce":12345}`, "ok"},
		{"flag that bots cannot set", `{"content":"a","flags":64}`, "400 50035 flags BITFIELD_TYPE_INVALID"},
		{"flags as string", `{"content":"a","flags":"4"}`, "400 50035 flags NUMBER_TYPE_COERCE"},
		{"reply to nothing", `{"content":"a","message_reference":{"message_id":"1"}}`, "400 50035 message_reference MESSAGE_REFERENCE_UNKNOWN_MESSAGE"},

		{"mentions off", `{"content":"a","allowed_mentions":{"parse":[]}}`, "ok"},
		{"mentions null", `{"content":"a","allowed_mentions":{"parse":null}}`, "ok"},
		{"mention kind", `{"content":"a","allowed_mentions":{"parse":["all"]}}`, "400 50035 allowed_mentions.parse.0 BASE_TYPE_CHOICES"},
		{"mentions exclusive", `{"content":"a","allowed_mentions":{"parse":["users"],"users":["1"]}}`, "400 50035 allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"},
		{"mention id as number", `{"content":"a","allowed_mentions":{"users":[1]}}`, "400 50035 allowed_mentions.users.0 NUMBER_TYPE_COERCE"},
		{"101 mentions", `{"content":"a","allowed_mentions":{"roles":` + items(101, `"#"`) + `}}`, "400 50035 allowed_mentions.roles BASE_TYPE_BAD_LENGTH"},

		{"embed", `{"embeds":[{"title":"t","description":"d"}]}`, "ok"},
		{"empty embed", `{"embeds":[{}]}`, "400 50035 embeds.0.description BASE_TYPE_REQUIRED"},
		{"11 embeds", `{"embeds":` + items(11, `{"title":"t"}`) + `}`, "400 50035 embeds BASE_TYPE_BAD_LENGTH"},
		{"embed title", `{"embeds":[{"title":"` + rep("t", 257) + `"}]}`, "400 50035 embeds.0.title BASE_TYPE_MAX_LENGTH"},
		{"embed field without value", `{"embeds":[{"fields":[{"name":"n"}]}]}`, "400 50035 embeds.0.fields.0.value BASE_TYPE_REQUIRED"},
		{"26 fields", `{"embeds":[{"fields":` + items(26, `{"name":"n","value":"v"}`) + `}]}`, "400 50035 embeds.0.fields BASE_TYPE_BAD_LENGTH"},
		{"6000 over all", `{"embeds":` + items(2, `{"description":"`+rep("d", 3000)+`"}`) + `}`, "ok"},
		{"6002 over all", `{"embeds":` + items(2, `{"description":"`+rep("d", 3001)+`"}`) + `}`, "400 50035 embeds MAX_EMBED_SIZE_EXCEEDED"},
		{"embed timestamp", `{"embeds":[{"title":"t","timestamp":"today"}]}`, "400 50035 embeds.0.timestamp DATE_TIME_TYPE_PARSE"},
		{"embed shows a missing file", `{"embeds":[{"image":{"url":"attachment://a.png"}}]}`, "400 50035 embeds.0.image.url UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"},

		{"5 rows", legacy(items(5, row(`[{"type":2,"style":1,"label":"b","custom_id":"#"}]`))), "ok"},
		{"6 rows", legacy(items(6, row(`[{"type":2,"style":1,"label":"b","custom_id":"#"}]`))), "400 50035 components BASE_TYPE_BAD_LENGTH"},
		{"6 buttons in a row", legacy("[" + row(items(6, button)) + "]"), "400 50035 components.0.components BASE_TYPE_BAD_LENGTH"},
		{"empty row", legacy("[" + row("[]") + "]"), "400 50035 components.0.components BASE_TYPE_BAD_LENGTH"},
		{"button outside a row", legacy(`[` + button + `]`), "400 50035 components.0.type UNION_TYPE_CHOICES"},
		{"text without the flag", legacy(`[` + shown + `]`), "400 50035 components.0.type UNION_TYPE_CHOICES"},
		{"same custom_id", legacy("[" + row(`[`+button+`,`+button+`]`) + "]"), "400 50035 components.0.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED"},
		{"custom_id of 101", legacy("[" + row(`[{"type":2,"style":1,"label":"b","custom_id":"`+rep("c", 101)+`"}]`) + "]"), "400 50035 components.0.components.0.custom_id BASE_TYPE_BAD_LENGTH"},
		{"label of 81", legacy("[" + row(`[{"type":2,"style":1,"label":"`+rep("l", 81)+`","custom_id":"c"}]`) + "]"), "400 50035 components.0.components.0.label BASE_TYPE_MAX_LENGTH"},
		{"no label", legacy("[" + row(`[{"type":2,"style":1,"custom_id":"c"}]`) + "]"), "400 50035 components.0.components.0.label BUTTON_COMPONENT_INVALID_EMOJI_LABEL"},
		{"link with custom_id", legacy("[" + row(`[{"type":2,"style":5,"label":"b","url":"https://example.org","custom_id":"c"}]`) + "]"), "400 50035 components.0.components.0.custom_id BUTTON_COMPONENT_FIELD_EXCLUSIVE"},
		{"link without url", legacy("[" + row(`[{"type":2,"style":5,"label":"b"}]`) + "]"), "400 50035 components.0.components.0.url BASE_TYPE_REQUIRED"},
		{"link of a strange scheme", legacy("[" + row(`[{"type":2,"style":5,"label":"b","url":"javascript://x"}]`) + "]"), "400 50035 components.0.components.0.url URL_TYPE_INVALID_SCHEME"},
		{"premium with label", legacy("[" + row(`[{"type":2,"style":6,"label":"b","sku_id":"1"}]`) + "]"), "400 50035 components.0.components.0.label BUTTON_COMPONENT_FIELD_EXCLUSIVE"},
		{"button id as string", legacy("[" + row(`[{"type":2,"style":1,"label":"b","custom_id":"c","id":"1"}]`) + "]"), "400 50035 components.0.components.0.id NUMBER_TYPE_COERCE"},

		{"menu", menu(`"options":[{"label":"a","value":"a"}]`), "ok"},
		{"menu without options", menu(`"options":[]`), "400 50035 components.0.components.0.options BASE_TYPE_BAD_LENGTH"},
		{"26 options", menu(`"options":` + items(26, `{"label":"a","value":"#"}`)), "400 50035 components.0.components.0.options BASE_TYPE_BAD_LENGTH"},
		{"same value", menu(`"options":[{"label":"a","value":"a"},{"label":"b","value":"a"}]`), "400 50035 components.0.components.0.options.1.value SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"},
		{"max_values over the options", menu(`"max_values":2,"options":[{"label":"a","value":"a"}]`), "400 50035 components.0.components.0.max_values NUMBER_TYPE_MAX"},
		{"min_values over max_values", menu(`"min_values":2,"max_values":1,"options":[{"label":"a","value":"a"},{"label":"b","value":"b"}]`), "400 50035 components.0.components.0.min_values NUMBER_TYPE_MAX"},
		{"placeholder of 151", menu(`"placeholder":"` + rep("p", 151) + `","options":[{"label":"a","value":"a"}]`), "400 50035 components.0.components.0.placeholder BASE_TYPE_MAX_LENGTH"},
		{"menu beside a button", legacy("[" + row(`[{"type":5,"custom_id":"u"},`+button+`]`) + "]"), "400 50035 components.0.components.0 COMPONENT_LAYOUT_WIDTH_EXCEEDED"},
		{"required outside a modal", menu(`"required":true,"options":[{"label":"a","value":"a"}]`), "400 50035 components.0.components.0.required UNKNOWN_KEY"},
		{"text input in a message", legacy("[" + row(`[{"type":4,"custom_id":"c","style":1,"label":"l"}]`) + "]"), "400 50035 components.0.components.0.type UNION_TYPE_CHOICES"},

		{"V2", v2("[" + shown + "]"), "ok"},
		{"V2 with content", `{"flags":32768,"content":"x","components":[` + shown + `]}`, "400 50035 content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"},
		{"V2 with embeds", `{"flags":32768,"embeds":[{"title":"t"}],"components":[` + shown + `]}`, "400 50035 embeds MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"},
		{"V2 with nothing", v2("[]"), "400 50006"},
		{"40 components", v2(items(40, shown)), "ok"},
		{"41 in the tree", v2(`[{"type":17,"components":` + items(40, shown) + `}]`), "400 50035 components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"},
		{"4000 characters", texts(rep("a", 4000)), "ok"},
		{"4001 characters in one", texts(rep("a", 4001)), "400 50035 components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED, components.0.content BASE_TYPE_BAD_LENGTH"},
		{"4001 characters in two", texts(rep("a", 4000), "b"), "400 50035 components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"},
		{"10170 bytes", texts(rep("鹊", 3386)), "ok"},
		{"10173 bytes", texts(rep("鹊", 3387)), "500 0"},
		{"10182 bytes in two", texts(rep("鹊", 3385), "鹊"), "500 0"},
		{"section", v2(`[{"type":9,"components":` + items(3, shown) + `,"accessory":` + button + `}]`), "ok"},
		{"section of 4", v2(`[{"type":9,"components":` + items(4, shown) + `,"accessory":` + button + `}]`), "400 50035 components.0.components BASE_TYPE_BAD_LENGTH"},
		{"section without accessory", v2(`[{"type":9,"components":` + items(1, shown) + `}]`), "400 50035 components.0.accessory BASE_TYPE_REQUIRED"},
		{"menu as accessory", v2(`[{"type":9,"components":` + items(1, shown) + `,"accessory":{"type":5,"custom_id":"u"}}]`), "400 50035 components.0.accessory.type UNION_TYPE_CHOICES"},
		{"gallery of 11", v2(`[{"type":12,"items":` + items(11, `{"media":{"url":"https://example.org/#.png"}}`) + `}]`), "400 50035 components.0.items BASE_TYPE_BAD_LENGTH"},
		{"missing file", v2(`[{"type":13,"file":{"url":"attachment://a.txt"}}]`), "400 50035 components.0.file.url UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"},
		{"file from the web", v2(`[{"type":13,"file":{"url":"https://example.org/a.txt"}}]`), "400 50035 components.0.file.url URL_TYPE_INVALID_SCHEME"},
		{"container in a container", v2(`[{"type":17,"components":[{"type":17,"components":[` + shown + `]}]}]`), "400 50035 components.0.components.0.type UNION_TYPE_CHOICES"},
		{"label outside a modal", v2(`[{"type":18,"label":"l","component":{"type":4,"custom_id":"c","style":1}}]`), "400 50035 components.0.type UNION_TYPE_CHOICES"},
		{"same id", v2(`[{"type":10,"id":3,"content":"a"},{"type":10,"id":3,"content":"b"}]`), "400 50035 components.1.id COMPONENT_ID_DUPLICATED"},
		{"unknown type", v2(`[{"type":99}]`), "400 50035 components.0.type UNION_TYPE_CHOICES"},
	} {
		before := len(log.Failures())
		got := verdict(api.do("POST", path, test.body))
		if got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
		if failed := len(log.Failures()) > before; failed != (got != "ok") {
			t.Errorf("%s: answered %s, reported %v", test.name, got, failed)
		}
	}
}

func command(more string) string { return `{"name":"x","description":"d"` + more + `}` }
func options(list string) string { return command(`,"options":` + list) }
func option(kind, more string) string {
	return `{"type":` + kind + `,"name":"o#","description":"d"` + more + `}`
}

func TestCommandRules(t *testing.T) {
	t.Parallel()
	d, _ := fake(t, discordtest.Config{})
	path := "/applications/" + d.ApplicationID() + "/commands"
	api := api{t, d}
	for _, test := range []struct{ name, body, want string }{
		{"plain", command(""), "ok"},
		{"no name", `{"description":"d"}`, "400 50035 name APPLICATION_COMMAND_INVALID_NAME, name BASE_TYPE_REQUIRED"},
		{"upper case", `{"name":"Guide","description":"d"}`, "400 50035 name APPLICATION_COMMAND_INVALID_NAME"},
		{"a space", `{"name":"a b","description":"d"}`, "400 50035 name APPLICATION_COMMAND_INVALID_NAME"},
		{"Chinese", `{"name":"指南","description":"d"}`, "ok"},
		{"33 characters", `{"name":"` + rep("n", 33) + `","description":"d"}`, "400 50035 name APPLICATION_COMMAND_INVALID_NAME"},
		{"no description", `{"name":"x"}`, "400 50035 description BASE_TYPE_REQUIRED"},
		{"description of 101", `{"name":"x","description":"` + rep("d", 101) + `"}`, "400 50035 description BASE_TYPE_BAD_LENGTH"},
		{"menu", `{"type":3,"name":"Explain This"}`, "ok"},
		{"menu with description", `{"type":2,"name":"Handles","description":"d"}`, "400 50035 description BASE_TYPE_MAX_LENGTH"},
		{"menu with options", `{"type":2,"name":"Handles","options":` + items(1, option("3", "")) + `}`, "400 50035 options APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED"},
		{"locale", command(`,"name_localizations":{"zh-CN":"指引","zh-TW":"指引"}`), "ok"},
		{"strange locale", command(`,"name_localizations":{"zh":"指南"}`), "400 50035 name_localizations.zh ENUM_TYPE_COERCE"},
		{"localized upper case", command(`,"name_localizations":{"de":"Anleitung"}`), "400 50035 name_localizations.de APPLICATION_COMMAND_INVALID_NAME"},
		{"permissions as number", command(`,"default_member_permissions":32`), "400 50035 default_member_permissions NUMBER_TYPE_COERCE"},
		{"permissions", command(`,"default_member_permissions":"32"`), "ok"},
		{"context", command(`,"contexts":[3]`), "400 50035 contexts.0 BASE_TYPE_CHOICES"},

		{"26 options", options(items(26, option("3", ""))), "400 50035 options BASE_TYPE_BAD_LENGTH"},
		{"required last", options(`[{"type":3,"name":"o","description":"d"},{"type":3,"name":"p","description":"d","required":true}]`), "400 50035 options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"},
		{"same option", options(items(2, `{"type":3,"name":"o","description":"d"}`)), "400 50035 options.1 APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"},
		{"localized collision", options(`[{"type":3,"name":"a","description":"d","name_localizations":{"de":"b"}},{"type":3,"name":"b","description":"d"}]`), "400 50035 options.0.name_localizations.de APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"},
		{"same localized", options(`[{"type":3,"name":"a","description":"d","name_localizations":{"de":"c"}},{"type":3,"name":"b","description":"d","name_localizations":{"de":"c"}}]`), "400 50035 options.1.name_localizations.de APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"},
		{"subcommand beside an option", options(`[{"type":1,"name":"o","description":"d"},{"type":3,"name":"p","description":"d"}]`), "400 50035 options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"},
		{"group in a group", options(`[{"type":2,"name":"g","description":"d","options":[{"type":2,"name":"h","description":"d"}]}]`), "400 50035 options.0.options.0 APPLICATION_COMMAND_OPTIONS_TYPE_INVALID, options.0.options.0.type APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"},
		{"options of a string", options(`[{"type":3,"name":"s","description":"d","options":[{"type":3,"name":"t","description":"d"}]}]`), "400 50035 options.0.options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"},
		{"min_length of a number", options(items(1, option("4", `,"min_length":1`))), "400 50035 options.0.min_length APPLICATION_COMMAND_OPTION_FIELD_INVALID"},
		{"min over max", options(items(1, option("4", `,"min_value":3,"max_value":2`))), "400 50035 options.0.min_value NUMBER_TYPE_MAX"},
		{"autocomplete of a user", options(items(1, option("6", `,"autocomplete":true`))), "400 50035 options.0.autocomplete APPLICATION_COMMAND_OPTION_FIELD_INVALID"},
		{"choices and autocomplete", options(items(1, option("3", `,"autocomplete":true,"choices":[{"name":"a","value":"a"}]`))), "400 50035 options.0.choices APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES"},
		{"26 choices", options(`[{"type":3,"name":"o","description":"d","choices":` + items(26, `{"name":"c#","value":"#"}`) + `}]`), "400 50035 options.0.choices BASE_TYPE_BAD_LENGTH"},
		{"choice of the wrong type", options(items(1, option("4", `,"choices":[{"name":"a","value":"1"}]`))), "400 50035 options.0.choices.0.value NUMBER_TYPE_COERCE"},
		{"same choice", options(items(1, option("3", `,"choices":[{"name":"a","value":"1"},{"name":"a","value":"2"}]`))), "400 50035 options.0.choices.1 APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATE"},
		{"8000 by the longest locale", options(items(25, `{"type":3,"name":"o#","description":"d","choices":`+`[{"name":"a","value":"`+rep("v", 100)+`","name_localizations":{"de":"`+rep("l", 100)+`"}},{"name":"b","value":"`+rep("w", 100)+`","name_localizations":{"de":"`+rep("m", 100)+`"}}]}`)), "400 50035  APPLICATION_COMMAND_TOO_LARGE"},
		{"unknown key", command(`,"guild_id":"1"`), "400 50035 guild_id UNKNOWN_KEY"},
	} {
		if got := verdict(api.do("POST", path, test.body)); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

func TestCommandScopes(t *testing.T) {
	t.Parallel()
	d, _ := fake(t, discordtest.Config{})
	path := "/applications/" + d.ApplicationID() + "/commands"
	api := api{t, d}
	check := func(step string, got int, want int) {
		t.Helper()
		if got != want {
			t.Errorf("%s: status %d, not %d", step, got, want)
		}
	}
	status, first := api.do("POST", path, command(""))
	check("new", status, 201)
	status, again := api.do("POST", path, command(`,"nsfw":true`))
	check("overwritten", status, 200)
	if first["id"] != again["id"] || first["version"] == again["version"] {
		t.Errorf("overwriting changed the id or kept the version: %v, %v", first, again)
	}
	status, _ = api.do("PUT", path, items(101, `{"name":"c#","description":"d"}`))
	check("101 commands", status, 400)
	status, _ = api.do("PUT", path, `[`+command("")+`,`+command("")+`]`)
	check("the same twice", status, 400)
	status, _ = api.do("PUT", path, `[{"name":"a","description":"d","name_localizations":{"de":"b"}},{"name":"b","description":"d"}]`)
	check("a localized collision", status, 400)
	status, _ = api.do("PUT", path, items(100, `{"name":"c#","description":"d"}`))
	check("100 commands", status, 200)
	if got := len(d.Commands()); got != 100 {
		t.Errorf("%d commands are registered after bulk overwriting", got)
	}
	status, _ = api.do("PUT", path, items(99, `{"name":"d#","description":"d"}`))
	check("199 and 1 creates", status, 200)
	status, reply := api.do("PUT", path, items(1, `{"name":"e#","description":"d"}`))
	if got := verdict(status, reply); got != "400 30034" {
		t.Errorf("the 201st create of the day: %s", got)
	}
}
