package discordtest

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// locales are those that Discord's clients can have.
var locales = strings.Fields(`id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr
	cs el bg ru uk hi th zh-CN ja zh-TW ko`)

var chatName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// commandShape is what the body that declares a command may hold.
func commandShape() fields {
	return fields{
		"id": snowflake, "type": nullable(oneOf(1, 2, 3, 4)), "name!": anything, "name_localizations": nullable(anything),
		"description": anything, "description_localizations": nullable(anything),
		"options": nullable(list(0, maxCommandOptions, anything)), "default_member_permissions": nullable(bits),
		"dm_permission": nullable(boolean), "default_permission": nullable(boolean), "nsfw": nullable(boolean),
		"contexts": nullable(list(0, 3, oneOf(0, 1, 2))), "integration_types": nullable(list(1, 2, oneOf(0, 1))),
		"handler": nullable(oneOf(1, 2)),
	}
}

func optionShape() fields {
	return fields{
		"type!": integer(OptionSubcommand, OptionAttachment), "name!": chatNameCheck, "name_localizations": nullable(localized(chatNameCheck)),
		"description!": text(1, maxCommandDescription), "description_localizations": nullable(localized(text(1, maxCommandDescription))),
		"required": nullable(boolean), "choices": nullable(anything), "options": nullable(list(0, maxCommandOptions, anything)),
		"channel_types": nullable(list(0, 20, integer(0, 20))), "min_value": nullable(number), "max_value": nullable(number),
		"min_length": nullable(integer(0, maxOptionLength)), "max_length": nullable(integer(1, maxOptionLength)), "autocomplete": nullable(boolean),
	}
}

func chatNameCheck(f *form, at string, v any) {
	s, ok := v.(string)
	if !ok || !chatName.MatchString(s) || strings.ToLower(s) != s {
		f.fault(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name %q is invalid: 1–32 letters, digits, - _ ' and no upper case.", v)
	}
}

func localized(each check) check {
	return func(f *form, at string, v any) {
		o, ok := v.(object)
		if !ok {
			f.fault(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
			return
		}
		for _, locale := range sortedKeys(o) {
			if !slices.Contains(locales, locale) {
				f.fault(join(at, locale), "ENUM_TYPE_COERCE", "%q is not one of Discord's locales.", locale)
				continue
			}
			each(f, join(at, locale), o[locale])
		}
	}
}

func kindOf(o object) CommandKind {
	if !given(o, "type") {
		return ChatCommand
	}
	return CommandKind(num(o, "type"))
}

// commandCheck checks the whole declaration of one command.
func commandCheck(f *form, at string, v any) {
	record(commandShape())(f, at, v)
	o, ok := v.(object)
	if !ok {
		return
	}
	name, description := chatNameCheck, text(1, maxCommandDescription)
	if kindOf(o) != ChatCommand {
		name, description = text(1, maxCommandName), text(0, 0)
		if len(objs(o, "options")) > 0 {
			f.fault(join(at, "options"), "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED", "Only commands typed in the chat have options.")
		}
	}
	if kindOf(o) == EntryPoint {
		description = text(0, maxCommandDescription)
	}
	name(f, join(at, "name"), o["name"])
	description(f, join(at, "description"), orDefault[any](o["description"], ""))
	nullable(localized(name))(f, join(at, "name_localizations"), o["name_localizations"])
	nullable(localized(description))(f, join(at, "description_localizations"), o["description_localizations"])
	optionsCheck(f, join(at, "options"), objs(o, "options"), 0)
	if n := commandLength(o); n > maxCommandText {
		f.fault(at, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (%d); it has %d characters.", maxCommandText, n)
	}
}

// optionsCheck checks the options at one level; depth counts the levels of subcommands.
func optionsCheck(f *form, at string, options []any, depth int) {
	optional, subs := false, 0
	for i, v := range options {
		here := join(at, i)
		record(optionShape())(f, here, v)
		o, ok := v.(object)
		if !ok {
			continue
		}
		kind := num(o, "type")
		isSub := kind == OptionSubcommand || kind == OptionGroup
		if isSub {
			subs++
			subcommandCheck(f, here, o, depth)
		} else {
			valueRules(f, here, o)
		}
		if yes(o, "required") && optional {
			f.fault(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !yes(o, "required") && !isSub
	}
	if subs > 0 && subs < len(options) {
		f.fault(at, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands and sub-command groups cannot be mixed with other options.")
	}
	uniqueNames(f, at, options, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS")
}

func subcommandCheck(f *form, at string, o object, depth int) {
	kind := num(o, "type")
	if depth > 1 || depth > 0 && kind == OptionGroup {
		f.fault(join(at, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Groups stand at the first level only, subcommands in a command or a group.")
		return
	}
	inner := objs(o, "options")
	if kind == OptionGroup {
		for i, v := range inner {
			child, _ := v.(object)
			if num(child, "type") != OptionSubcommand {
				f.fault(join(join(at, "options"), i), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "A group holds subcommands only.")
			}
		}
		optionsCheck(f, join(at, "options"), inner, 1)
		return
	}
	optionsCheck(f, join(at, "options"), inner, 2)
}

// valueRules are what an option's members must satisfy together.
func valueRules(f *form, at string, o object) {
	kind := num(o, "type")
	isNumber := kind == OptionInteger || kind == OptionNumber
	allow := func(key string, ok bool) {
		if given(o, key) && !ok && o[key] != false {
			f.fault(join(at, key), "APPLICATION_COMMAND_OPTION_FIELD_INVALID", "%s does not fit an option of type %d.", key, kind)
		}
	}
	allow("min_value", isNumber)
	allow("max_value", isNumber)
	allow("min_length", kind == OptionString)
	allow("max_length", kind == OptionString)
	allow("autocomplete", isNumber || kind == OptionString)
	choices := objs(o, "choices")
	if len(choices) > 0 && !isNumber && kind != OptionString {
		f.fault(join(at, "choices"), "APPLICATION_COMMAND_OPTION_FIELD_INVALID", "choices do not fit an option of type %d.", kind)
	}
	if len(objs(o, "channel_types")) > 0 && kind != OptionChannel {
		f.fault(join(at, "channel_types"), "APPLICATION_COMMAND_OPTION_FIELD_INVALID", "channel_types do not fit an option of type %d.", kind)
	}
	if len(objs(o, "options")) > 0 {
		f.fault(join(at, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only subcommands and groups have options.")
	}
	if len(choices) > 0 && yes(o, "autocomplete") {
		f.fault(join(at, "choices"), "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "autocomplete cannot be set together with choices.")
	}
	if given(o, "min_length") && given(o, "max_length") && num(o, "min_length") > num(o, "max_length") {
		f.fault(join(at, "min_length"), "NUMBER_TYPE_MAX", "min_length must not be greater than max_length.")
	}
	if given(o, "min_value") && given(o, "max_value") && float(o["min_value"]) > float(o["max_value"]) {
		f.fault(join(at, "min_value"), "NUMBER_TYPE_MAX", "min_value must not be greater than max_value.")
	}
	if given(o, "choices") {
		choicesCheck(kind, maxChoices)(f, join(at, "choices"), o["choices"])
	}
}

func float(v any) float64 {
	n, _ := v.(json.Number)
	x, _ := n.Float64()
	return x
}

// choicesCheck checks choices that are declared for, or suggested to, an option.
func choicesCheck(kind, most int) check {
	value := text(1, maxChoiceValue)
	switch kind {
	case OptionInteger:
		value = integer(-maxSafeInteger, maxSafeInteger)
	case OptionNumber:
		value = number
	}
	one := record(fields{
		"name!": text(1, maxChoiceName), "name_localizations": nullable(localized(text(1, maxChoiceName))), "value!": value,
	})
	return func(f *form, at string, v any) {
		list(0, most, one)(f, at, v)
		items, _ := v.([]any)
		seen := map[any]bool{}
		for i, item := range items {
			o, _ := item.(object)
			if name := str(o, "name"); seen[name] && name != "" {
				f.fault(join(at, i), "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATE", "Two choices are called %q.", name)
			}
			seen[str(o, "name")] = true
		}
	}
}

// uniqueNames checks names among siblings: the default ones, and in each locale the
// localized ones, also against the default names of the others.
func uniqueNames(f *form, at string, siblings []any, code string) {
	defaults := map[string]int{}
	for i, v := range siblings {
		o, _ := v.(object)
		name := str(o, "name")
		if _, taken := defaults[name]; taken && name != "" {
			f.fault(join(at, i), code, "The name %q is used twice.", name)
			continue
		}
		defaults[name] = i
	}
	seen := map[[2]string]bool{}
	for i, v := range siblings {
		o, _ := v.(object)
		names := sub(o, "name_localizations")
		for _, locale := range sortedKeys(names) {
			name := str(names, locale)
			other, taken := defaults[name]
			if seen[[2]string{locale, name}] || taken && other != i {
				f.fault(join(join(join(at, i), "name_localizations"), locale), code, "The name %q is used twice in %s.", name, locale)
			}
			seen[[2]string{locale, name}] = true
		}
	}
}

// commandLength is what counts towards the 8000 characters.
func commandLength(o object) int {
	n := longest(o, "name", "name_localizations") + longest(o, "description", "description_localizations")
	for _, v := range objs(o, "options") {
		inner, _ := v.(object)
		n += commandLength(inner)
	}
	for _, v := range objs(o, "choices") {
		choice, _ := v.(object)
		n += longest(choice, "name", "name_localizations") + utf8.RuneCountInString(str(choice, "value"))
	}
	return n
}

func longest(o object, key, localized string) int {
	n := utf8.RuneCountInString(str(o, key))
	for _, v := range sub(o, localized) {
		s, _ := v.(string)
		n = max(n, utf8.RuneCountInString(s))
	}
	return n
}
