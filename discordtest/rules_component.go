package discordtest

import (
	"slices"
	"strings"
)

// place is where a component stands.
type place string

const (
	inLegacyMessage place = "a message without IS_COMPONENTS_V2"
	inMessage       place = "a message"
	inModal         place = "a modal"
	inRow           place = "an action row"
	inModalRow      place = "an action row of a modal"
	inSection       place = "a section"
	asAccessory     place = "a section's accessory"
	inContainer     place = "a container"
	inLabel         place = "a label"
)

// mayStand lists the types that are allowed in a place.
func mayStand(in place) []int {
	switch in {
	case inLegacyMessage:
		return []int{TypeRow}
	case inMessage:
		return []int{TypeRow, TypeSection, TypeTextDisplay, TypeGallery, TypeFile, TypeSeparator, TypeContainer}
	case inModal:
		return []int{TypeRow, TypeTextDisplay, TypeLabel}
	case inRow:
		return []int{TypeButton, TypeStringSelect, TypeUserSelect, TypeRoleSelect, TypeMentionableSelect, TypeChannelSelect}
	case inModalRow:
		return []int{TypeTextInput}
	case inSection:
		return []int{TypeTextDisplay}
	case asAccessory:
		return []int{TypeButton, TypeThumbnail}
	case inContainer:
		return []int{TypeRow, TypeSection, TypeTextDisplay, TypeGallery, TypeFile, TypeSeparator}
	default: // inLabel
		return []int{TypeStringSelect, TypeTextInput, TypeUserSelect, TypeRoleSelect, TypeMentionableSelect, TypeChannelSelect,
			TypeFileUpload, TypeRadioGroup, TypeCheckboxGroup, TypeCheckbox}
	}
}

// componentTree checks the components of one message or modal, and what holds for
// all of them together.
type componentTree struct {
	modal      bool
	count      int
	texts      int // text displays
	chars      int
	bytes      int
	customIDs  map[string]bool
	ids        map[int]bool
	references []reference
}

// reference is an attachment://name.
type reference struct{ at, name string }

func newTree(modal bool) *componentTree {
	return &componentTree{modal: modal, customIDs: map[string]bool{}, ids: map[int]bool{}}
}

// in is the check of one component that stands in a place.
func (t *componentTree) in(where place) check {
	return func(f *form, at string, v any) {
		o, ok := v.(object)
		if !ok {
			f.fault(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
			return
		}
		kind, ok := asInt(o["type"])
		if allowed := mayStand(where); !ok || !slices.Contains(allowed, kind) {
			f.fault(join(at, "type"), "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of %v in %s; it is %v.", allowed, where, o["type"])
			return
		}
		t.count++
		common := fields{"type!": anything, "id": nullable(integer(0, maxComponentID))}
		t.shape(kind, where).with(common).check(f, at, o)
		t.unique(f, at, o)
		t.rules(f, at, kind, where, o)
	}
}

func (t *componentTree) unique(f *form, at string, o object) {
	if id := str(o, "custom_id"); id != "" {
		if t.customIDs[id] {
			f.fault(join(at, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
		}
		t.customIDs[id] = true
	}
	if id := num(o, "id"); id != 0 {
		if t.ids[id] {
			f.fault(join(at, "id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
		}
		t.ids[id] = true
	}
}

// shape is the members that a type of component has.
func (t *componentTree) shape(kind int, where place) fields {
	customID := fields{"custom_id!": text(1, maxCustomID)}
	switch kind {
	case TypeRow:
		inside := inRow
		if where == inModal {
			inside = inModalRow
		}
		return fields{"components!": list(1, maxRowButtons, t.in(inside))}
	case TypeButton:
		return fields{
			"style!": oneOf(1, 2, 3, 4, StyleLink, StylePremium), "label": nullable(text(0, maxButtonLabel)), "emoji": nullable(emoji),
			"custom_id": nullable(text(1, maxCustomID)), "sku_id": nullable(snowflake),
			"url": nullable(webAddress(maxButtonURL, "http", "https", "discord")), "disabled": nullable(boolean),
		}
	case TypeStringSelect:
		return customID.with(t.selectShape()).with(fields{"options!": list(1, maxOptions, selectOption)})
	case TypeUserSelect, TypeRoleSelect, TypeMentionableSelect:
		return customID.with(t.selectShape()).with(fields{"default_values": nullable(list(0, maxOptions, defaultValue))})
	case TypeChannelSelect:
		return customID.with(t.selectShape()).with(fields{
			"default_values": nullable(list(0, maxOptions, defaultValue)), "channel_types": nullable(list(0, 20, integer(0, 20))),
		})
	case TypeTextInput:
		return customID.with(textInputShape(where))
	case TypeLabel:
		return fields{"label!": text(1, maxLabel), "description": nullable(text(0, maxLabelDescription)), "component!": t.in(inLabel)}
	case TypeFileUpload, TypeRadioGroup, TypeCheckboxGroup, TypeCheckbox:
		return customID.with(formFieldShape(kind))
	default:
		return t.layoutShape(kind)
	}
}

func (t *componentTree) layoutShape(kind int) fields {
	switch kind {
	case TypeSection:
		return fields{"components!": list(1, maxSectionTexts, t.in(inSection)), "accessory!": t.in(asAccessory)}
	case TypeTextDisplay:
		return fields{"content!": text(1, maxTextDisplay)}
	case TypeThumbnail:
		return fields{"media!": t.media("http", "https", "attachment"), "description": nullable(text(0, maxMediaDescription)), "spoiler": boolean}
	case TypeGallery:
		return fields{"items!": list(1, maxGalleryItems, record(fields{
			"media!": t.media("http", "https", "attachment"), "description": nullable(text(0, maxMediaDescription)), "spoiler": boolean,
		}))}
	case TypeFile:
		return fields{"file!": t.media("attachment"), "spoiler": boolean}
	case TypeSeparator:
		return fields{"divider": boolean, "spacing": oneOf(1, 2)}
	default: // TypeContainer
		return fields{
			"components!": list(1, maxTreeComponents, t.in(inContainer)), "spoiler": boolean,
			"accent_color": nullable(integer(0, maxAccentColor)),
		}
	}
}

func (t *componentTree) selectShape() fields {
	shape := fields{
		"placeholder": nullable(text(0, maxPlaceholder)), "min_values": nullable(integer(0, maxOptions)),
		"max_values": nullable(integer(1, maxOptions)), "disabled": nullable(boolean),
	}
	if t.modal {
		shape["required"] = boolean
	}
	return shape
}

func textInputShape(where place) fields {
	shape := fields{
		"style!": oneOf(1, 2), "min_length": nullable(integer(0, maxTextInput)), "max_length": nullable(integer(1, maxTextInput)),
		"required": nullable(boolean), "value": nullable(text(0, maxTextInput)), "placeholder": nullable(text(0, maxInputPlaceholder)),
	}
	if where == inModalRow {
		shape["label!"] = text(1, maxLabel)
	}
	return shape
}

func formFieldShape(kind int) fields {
	option := record(fields{
		"label!": text(1, maxOptionText), "value!": text(1, maxOptionText), "description": nullable(text(0, maxOptionText)), "default": boolean,
	})
	switch kind {
	case TypeFileUpload:
		return fields{"min_values": integer(0, maxUploadFiles), "max_values": integer(1, maxUploadFiles), "required": boolean}
	case TypeRadioGroup:
		return fields{"options!": list(minRadioOptions, maxRadioOptions, option), "required": boolean}
	case TypeCheckboxGroup:
		return fields{
			"options!": list(1, maxCheckboxOptions, option), "required": boolean,
			"min_values": integer(0, maxCheckboxOptions), "max_values": integer(1, maxCheckboxOptions),
		}
	default: // TypeCheckbox
		return fields{"default": boolean}
	}
}

func (t *componentTree) media(schemes ...string) check {
	return func(f *form, at string, v any) {
		record(fields{"url!": webAddress(maxURL, schemes...)})(f, at, v)
		o, _ := v.(object)
		if name, ok := strings.CutPrefix(str(o, "url"), "attachment://"); ok {
			t.references = append(t.references, reference{join(at, "url"), name})
		}
	}
}

func emoji(f *form, at string, v any) {
	record(fields{"id": nullable(snowflake), "name": nullable(text(0, 32)), "animated": nullable(boolean)})(f, at, v)
}

func selectOption(f *form, at string, v any) {
	record(fields{
		"label!": text(1, maxOptionText), "value!": text(1, maxOptionText), "description": nullable(text(0, maxOptionText)),
		"emoji": nullable(emoji), "default": nullable(boolean),
	})(f, at, v)
}

func defaultValue(f *form, at string, v any) {
	record(fields{"id!": snowflake, "type!": oneWord("user", "role", "channel")})(f, at, v)
}
