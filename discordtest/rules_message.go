package discordtest

import (
	"encoding/json"
	"slices"
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
