package discordtest

import (
	"fmt"
	"unicode/utf8"
)

// rules are what a component's members must satisfy together.
func (t *componentTree) rules(f *form, at string, kind int, where place, o object) {
	switch kind {
	case TypeRow:
		rowRules(f, at, o)
	case TypeButton:
		buttonRules(f, at, o)
	case TypeTextDisplay:
		t.texts++
		t.chars += utf8.RuneCountInString(str(o, "content"))
		t.bytes += len(str(o, "content"))
	case TypeTextInput:
		if given(o, "min_length") && given(o, "max_length") && num(o, "min_length") > num(o, "max_length") {
			f.fault(join(at, "min_length"), "NUMBER_TYPE_MAX", "min_length must not be greater than max_length.")
		}
	case TypeStringSelect, TypeRadioGroup, TypeCheckboxGroup:
		optionRules(f, at, kind, o)
		rangeRules(f, at, o)
	case TypeUserSelect, TypeRoleSelect, TypeMentionableSelect, TypeChannelSelect, TypeFileUpload:
		rangeRules(f, at, o)
		if given(o, "max_values") && len(objs(o, "default_values")) > num(o, "max_values") {
			f.fault(join(at, "default_values"), "BASE_TYPE_BAD_LENGTH", "More defaults than max_values.")
		}
	}
	if where == inLabel && yes(o, "disabled") {
		f.fault(join(at, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "Components of a modal cannot be disabled.")
	}
}

func rowRules(f *form, at string, o object) {
	children := objs(o, "components")
	for i, v := range children {
		child, _ := v.(object)
		if num(child, "type") != TypeButton && len(children) > 1 {
			f.fault(join(join(at, "components"), i), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "Components displayed horizontally exceed the width: a menu fills its row.")
			return
		}
	}
}

func buttonRules(f *form, at string, o object) {
	needs := func(key string, want bool) {
		switch {
		case want && str(o, key) == "":
			f.fault(join(at, key), "BASE_TYPE_REQUIRED", "A button of style %d needs %s.", num(o, "style"), key)
		case !want && str(o, key) != "":
			f.fault(join(at, key), "BUTTON_COMPONENT_FIELD_EXCLUSIVE", "A button of style %d cannot have %s.", num(o, "style"), key)
		}
	}
	style := num(o, "style")
	needs("url", style == StyleLink)
	needs("sku_id", style == StylePremium)
	needs("custom_id", style != StyleLink && style != StylePremium)
	shown := str(o, "label") != "" || given(o, "emoji")
	if style == StylePremium && shown {
		f.fault(join(at, "label"), "BUTTON_COMPONENT_FIELD_EXCLUSIVE", "A premium button has neither label nor emoji.")
	}
	if style != StylePremium && !shown {
		f.fault(join(at, "label"), "BUTTON_COMPONENT_INVALID_EMOJI_LABEL", "A button needs a label or an emoji.")
	}
}

func optionRules(f *form, at string, kind int, o object) {
	seen, chosen := map[string]bool{}, 0
	options := objs(o, "options")
	for i, v := range options {
		option, _ := v.(object)
		value := str(option, "value")
		if seen[value] {
			f.fault(join(join(join(at, "options"), i), "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		seen[value] = true
		if yes(option, "default") {
			chosen++
		}
	}
	most := 1
	if given(o, "max_values") {
		most = num(o, "max_values")
	} else if kind == TypeCheckboxGroup {
		most = len(options)
	}
	if given(o, "max_values") && most > len(options) {
		f.fault(join(at, "max_values"), "NUMBER_TYPE_MAX", "max_values is %d, but there are %d options.", most, len(options))
	}
	if chosen > most {
		f.fault(join(at, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "%d options are chosen by default, %d are allowed.", chosen, most)
	}
}

func rangeRules(f *form, at string, o object) {
	least, most := 1, 1
	if given(o, "min_values") {
		least = num(o, "min_values")
	}
	if given(o, "max_values") {
		most = num(o, "max_values")
	}
	if given(o, "min_values") && least > most && most > 0 {
		f.fault(join(at, "min_values"), "NUMBER_TYPE_MAX", "min_values must not be greater than max_values.")
	}
}

// messageRules are what holds for all components of a message together.
func (t *componentTree) messageRules(f *form, v2 bool) error {
	if !v2 {
		return nil
	}
	if t.count > maxTreeComponents {
		f.fault("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The total number of components cannot exceed %d; there are %d.", maxTreeComponents, t.count)
	}
	if t.chars > maxTextTotal {
		f.fault("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Displayable text exceeds the maximum of %d characters; there are %d.", maxTextTotal, t.chars)
	}
	if size := t.bytes + textOverheadBytes*t.texts; len(f.faults) == 0 && size > maxTextBytes {
		return &refusal{status: 500, message: fmt.Sprintf("500: Internal Server Error (text of %d UTF-8 bytes, at most %d)", size, maxTextBytes)}
	}
	return nil
}
