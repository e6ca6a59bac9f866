package discordtest

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// The flags of messages that a bot may set, or that show.
const (
	FlagSuppressEmbeds        = 1 << 2
	FlagEphemeral             = 1 << 6
	FlagLoading               = 1 << 7
	FlagSuppressNotifications = 1 << 12
	FlagComponentsV2          = 1 << 15
)

// messageShape is what the body of a new or edited message may hold.
func messageShape() fields {
	return fields{
		"content":          nullable(text(0, maxContent)),
		"tts":              nullable(boolean),
		"embeds":           nullable(list(0, maxEmbeds, embed)),
		"allowed_mentions": nullable(allowedMentions),
		"components":       nullable(list(0, maxTreeComponents, anything)), // looked at by messageRules, which knows the flags
		"attachments":      nullable(list(0, maxFiles, attachmentEntry)),
		"flags":            nullable(integer(0, 1<<31)),
		"poll":             nullable(poll),
		"enforce_nonce":    nullable(oneBool(false)), // true is for messages in channels
	}
}

// channelMessageShape adds what only messages in channels have.
func channelMessageShape() fields {
	return messageShape().with(fields{
		"nonce":             nullable(nonce),
		"enforce_nonce":     nullable(boolean),
		"sticker_ids":       nullable(list(0, maxStickers, snowflake)),
		"message_reference": nullable(messageReference),
	})
}

func webhookMessageShape() fields {
	return messageShape().with(fields{
		"username": nullable(text(1, maxUsername)), "avatar_url": nullable(text(0, maxURL)),
		"thread_name": nullable(text(1, maxThreadName)), "applied_tags": nullable(list(0, maxAppliedTags, snowflake)),
	})
}

func nonce(f *form, at string, v any) {
	if n, ok := v.(json.Number); ok {
		v = n.String()
	}
	text(1, maxNonce)(f, at, v)
}

func messageReference(f *form, at string, v any) {
	record(fields{
		"type": oneOf(0, 1), "message_id!": snowflake, "channel_id": snowflake, "guild_id": nullable(snowflake), "fail_if_not_exists": nullable(boolean),
	})(f, at, v)
}

func attachmentEntry(f *form, at string, v any) {
	record(fields{
		"id!": func(f *form, at string, v any) {
			if n, ok := v.(json.Number); ok {
				v = n.String()
			}
			snowflake(f, at, v)
		},
		"filename": text(1, 1024), "description": nullable(text(0, maxFileDescription)), "title": nullable(text(0, 1024)),
		"content_type": anything, "size": anything, "url": anything, "proxy_url": anything, "height": anything, "width": anything,
		"ephemeral": anything, "flags": anything, "is_spoiler": nullable(boolean),
	})(f, at, v)
}

func poll(f *form, at string, v any) {
	record(fields{
		"question!":         record(fields{"text!": text(1, maxPollQuestion)}),
		"answers!":          list(1, maxPollAnswers, record(fields{"poll_media!": record(fields{"text": text(1, maxPollAnswer), "emoji": emoji}), "answer_id": anything})),
		"duration":          integer(1, 768),
		"allow_multiselect": boolean, "layout_type": oneOf(1), "expiry": anything, "results": anything,
	})(f, at, v)
}

func allowedMentions(f *form, at string, v any) {
	record(fields{
		"parse":        nullable(list(0, 3, oneWord("users", "roles", "everyone"))),
		"users":        nullable(list(0, maxAllowedMentions, snowflake)),
		"roles":        nullable(list(0, maxAllowedMentions, snowflake)),
		"replied_user": nullable(boolean),
	})(f, at, v)
	o, _ := v.(object)
	for _, kind := range []string{"users", "roles"} {
		if slices.Contains(words(o, "parse"), kind) && len(objs(o, kind)) > 0 {
			f.fault(at, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse:[%q] and %s: [ids...] are mutually exclusive.", kind, kind)
		}
	}
}

func embed(f *form, at string, v any) {
	address := webAddress(maxURL, "http", "https", "attachment")
	size := integer(0, 1<<20)
	picture := record(fields{"url!": address, "proxy_url": anything, "height": size, "width": size})
	record(fields{
		"title": nullable(text(0, maxEmbedTitle)), "description": nullable(text(0, maxEmbedText)), "type": nullable(oneWord("rich")),
		"url": nullable(webAddress(maxURL, "http", "https")), "timestamp": nullable(timestamp), "color": nullable(integer(0, maxAccentColor)),
		"footer": nullable(record(fields{"text!": text(1, maxEmbedFooter), "icon_url": address, "proxy_icon_url": anything})),
		"image":  nullable(picture), "thumbnail": nullable(picture), "video": anything, "provider": anything,
		"author": nullable(record(fields{"name!": text(1, maxEmbedAuthor), "url": webAddress(maxURL, "http", "https"), "icon_url": address, "proxy_icon_url": anything})),
		"fields": nullable(list(0, maxEmbedFields, record(fields{
			"name!": text(1, maxEmbedFieldName), "value!": text(1, maxEmbedFieldValue), "inline": boolean,
		}))),
	})(f, at, v)
	o, _ := v.(object)
	if !slices.ContainsFunc([]string{"title", "description", "fields", "footer", "author", "image", "thumbnail"}, func(k string) bool { return given(o, k) && o[k] != "" }) {
		f.fault(join(at, "description"), "BASE_TYPE_REQUIRED", "This field is required")
	}
}

// embedLength is what counts towards the 6000 characters.
func embedLength(embeds []any) int {
	n := 0
	count := func(o object, keys ...string) {
		for _, k := range keys {
			n += utf8.RuneCountInString(str(o, k))
		}
	}
	for _, v := range embeds {
		o, _ := v.(object)
		count(o, "title", "description")
		count(sub(o, "footer"), "text")
		count(sub(o, "author"), "name")
		for _, field := range objs(o, "fields") {
			inner, _ := field.(object)
			count(inner, "name", "value")
		}
	}
	return n
}

// draft is a message that is to be made or changed: the body, and what the
// message will hold afterwards.
type draft struct {
	body       object
	old        *message // nil if it is new
	content    string
	embeds     []any
	components []any
	files      []*File
	flags      int
	poll       any
	stickers   []string
}

// draft checks the body of a message against everything that its shape cannot say.
// The flags in settable may be set by the bot.
func (c *call) draft(body object, old *message, settable int) (*draft, error) {
	w := &draft{body: body, old: old, flags: num(body, "flags"), poll: body["poll"], stickers: words(body, "sticker_ids")}
	f := &form{laxKeys: c.d.config.LaxKeys, within: c.within}
	w.inherit()
	w.flagRules(f, settable)
	w.files = c.attach(f, body, old)
	if n := embedLength(w.embeds); n > maxEmbedsTotal {
		f.fault("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of %d; it is %d.", maxEmbedsTotal, n)
	}
	if err := w.componentRules(f); err != nil {
		return nil, err
	}
	if err := f.refusal(); err != nil {
		return nil, err
	}
	if w.content == "" && len(w.embeds)+len(w.components)+len(w.files)+len(w.stickers) == 0 && w.poll == nil {
		return nil, refuse(400, codeEmptyMessage)
	}
	return w, nil
}

// inherit fills in what the body leaves as it was.
func (w *draft) inherit() {
	w.content, w.embeds, w.components = str(w.body, "content"), objs(w.body, "embeds"), objs(w.body, "components")
	if w.old == nil {
		return
	}
	if !has(w.body, "content") {
		w.content = w.old.content
	}
	if !has(w.body, "embeds") {
		w.embeds = w.old.embeds
	}
	if !has(w.body, "components") {
		w.components = w.old.raw
	}
	if !has(w.body, "poll") {
		w.poll = w.old.poll
	}
	w.flags |= w.old.flags & (FlagEphemeral | FlagComponentsV2)
}

func (w *draft) v2() bool { return w.flags&FlagComponentsV2 != 0 }

func (w *draft) flagRules(f *form, settable int) {
	if bad := num(w.body, "flags") &^ settable; bad != 0 {
		f.fault("flags", "BITFIELD_TYPE_INVALID", "The flags %d cannot be set here.", bad)
	}
	wasV2 := w.old != nil && w.old.flags&FlagComponentsV2 != 0
	if wasV2 && given(w.body, "flags") && num(w.body, "flags")&FlagComponentsV2 == 0 {
		f.fault("flags", "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "MessageFlags.IS_COMPONENTS_V2 cannot be removed.")
	}
	if !w.v2() {
		return
	}
	for key, there := range map[string]bool{
		"content": w.content != "", "embeds": len(w.embeds) > 0, "poll": w.poll != nil, "sticker_ids": len(w.stickers) > 0,
	} {
		if there {
			f.fault(key, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The '%s' field cannot be used when using MessageFlags.IS_COMPONENTS_V2", key)
		}
	}
}

func (w *draft) componentRules(f *form) error {
	where, most := inLegacyMessage, maxRows
	if w.v2() {
		where, most = inMessage, maxTreeComponents
	}
	t := newTree(false)
	if has(w.body, "components") {
		list(0, most, t.in(where))(f, "components", any(w.components))
	}
	if err := t.messageRules(f, w.v2()); err != nil {
		return err
	}
	w.referenceRules(f, t.references)
	return nil
}

// referenceRules checks attachment:// addresses against the files, and with V2 the
// files against the addresses, for a file that no component shows is not seen.
func (w *draft) referenceRules(f *form, references []reference) {
	for i, v := range w.embeds {
		o, _ := v.(object)
		for _, key := range []string{"image", "thumbnail"} {
			if name, ok := strings.CutPrefix(str(sub(o, key), "url"), "attachment://"); ok {
				references = append(references, reference{join(join("embeds", i), key+".url"), name})
			}
		}
	}
	shown := map[string]bool{}
	for _, r := range references {
		shown[r.name] = true
		if !slices.ContainsFunc(w.files, func(file *File) bool { return file.Name == r.name }) {
			f.fault(r.at, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", "The referenced attachment '%s' was not found.", r.name)
		}
	}
	if !w.v2() || !has(w.body, "components") {
		return
	}
	for _, file := range w.files {
		if !shown[file.Name] && file.ID == "" {
			f.fault("attachments", "MESSAGE_ATTACHMENT_NOT_REFERENCED", "With IS_COMPONENTS_V2 the file '%s' must be shown by a component.", file.Name)
		}
	}
}

// attach pairs attachments[] with files[n], and with the files that stay.
func (c *call) attach(f *form, body object, old *message) []*File {
	var files []*File
	listed := map[string]bool{}
	for i, v := range objs(body, "attachments") {
		entry, _ := v.(object)
		id := attachmentID(entry)
		file := c.files[id]
		if file == nil && old != nil {
			file = old.file(id)
		}
		if file == nil || listed[id] {
			f.fault(join(join("attachments", i), "id"), "ATTACHMENT_NOT_FOUND", "No file has the number %s, or it is listed twice.", id)
			continue
		}
		listed[id] = true
		file.describe(entry)
		files = append(files, file)
	}
	if old != nil && !given(body, "attachments") {
		files = append(files, old.files...)
	}
	for _, n := range sortedKeys(c.files) {
		if !listed[n] {
			files = append(files, c.files[n])
		}
	}
	if len(files) > maxFiles {
		f.fault("attachments", "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxFiles)
	}
	return files
}

func attachmentID(entry object) string {
	if n, ok := entry["id"].(json.Number); ok {
		return n.String()
	}
	return str(entry, "id")
}

func (file *File) describe(entry object) {
	if given(entry, "description") {
		file.Description = str(entry, "description")
	}
	if name := str(entry, "filename"); name != "" && file.ID == "" {
		file.Name = name
	}
	file.spoiler = file.spoiler || yes(entry, "is_spoiler") || strings.HasPrefix(file.Name, "SPOILER_")
}
