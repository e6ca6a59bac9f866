package discordtest

import (
	"encoding/json"
	"slices"
	"strings"
)

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
