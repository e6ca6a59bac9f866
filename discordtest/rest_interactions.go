package discordtest

// callbackShape is the outer body of a callback; its data depends on the type.
func callbackShape() fields {
	return fields{"type!": integer(1, 12), "data": nullable(dictionary)}
}

func dictionary(f *form, at string, v any) {
	if _, ok := v.(object); !ok {
		f.fault(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
	}
}

// answerInteraction is the first response to an interaction.
func answerInteraction(c *call) (any, error) {
	it := c.d.interactions[c.param("token")]
	if it == nil || it.id != c.param("interaction") {
		return nil, notFound(codeUnknownInteraction)
	}
	if it.ack != callbackNothing {
		return nil, refuse(400, codeAcknowledged)
	}
	if c.d.config.Now().Sub(it.sent) > answerWithin {
		return nil, notFound(codeUnknownInteraction)
	}
	kind := num(c.body, "type")
	if !it.accepts(kind) {
		return nil, misplaced("type", "BASE_TYPE_CHOICES", "A callback of type %d does not answer an interaction of type %d.", kind, it.kind)
	}
	m, err := c.callback(it, kind, sub(c.body, "data"))
	if err != nil {
		return nil, err // the interaction is not used up
	}
	it.ack = kind
	if c.query.Get("with_response") != "true" {
		return nil, nil
	}
	return it.callbackResponse(kind, m), nil
}

// accepts tells which callbacks answer which interactions.
func (it *interaction) accepts(kind int) bool {
	switch kind {
	case callbackMessage, callbackDefer:
		return it.kind != interactionSuggest
	case callbackDeferUpdate, callbackUpdate:
		return it.source != nil && it.kind != interactionCommand
	case callbackSuggest:
		return it.kind == interactionSuggest
	case callbackModal:
		return it.kind == interactionCommand || it.kind == interactionComponent
	}
	return false
}

func (c *call) callback(it *interaction, kind int, data object) (*message, error) {
	if data == nil {
		data = object{}
	}
	c.within = "data"
	f := &form{laxKeys: c.d.config.LaxKeys}
	switch kind {
	case callbackSuggest:
		record(fields{"choices": nullable(choicesCheck(it.focused, maxAutocomplete))}.with(ignoredOnForms()))(f, "data", data)
	case callbackModal:
		ignored := ignoredOnForms()
		delete(ignored, "components")
		record(modalShape().with(ignored))(f, "data", data)
	default:
		record(messageShape())(f, "data", data)
	}
	if err := f.refusal(); err != nil {
		return nil, err
	}
	if err := c.d.config.Schemas.check(callbackSchema(kind), c.raw); err != nil {
		return nil, err
	}
	switch kind {
	case callbackMessage:
		return c.reply(it, data)
	case callbackDefer:
		return c.deferReply(it, data)
	case callbackDeferUpdate:
		it.original = it.source
		return it.source, nil
	case callbackUpdate:
		return c.updateSource(it, data)
	case callbackSuggest:
		it.choices = convert[struct {
			Choices []Choice `json:"choices"`
		}](data).Choices
		it.settle(nil)
	case callbackModal:
		it.form = newForm(it, data)
		it.person.form = it.form
		it.settle(nil)
	}
	return nil, nil
}

// ignoredOnForms are members that the most used Go client always sends with
// suggestions and modals, and that Discord is known to ignore there.
func ignoredOnForms() fields {
	return fields{
		"tts": oneBool(false), "content": text(0, 0), "embeds": nullable(list(0, 0, anything)),
		"components": nullable(list(0, 0, anything)), "flags": integer(0, 0),
		"allowed_mentions": nullable(anything), "attachments": nullable(list(0, 0, anything)),
	}
}

func oneBool(want bool) check {
	return func(f *form, at string, v any) {
		if v != want {
			f.fault(at, "BASE_TYPE_CHOICES", "Value must be %v here.", want)
		}
	}
}

func (c *call) reply(it *interaction, data object) (*message, error) {
	w, err := c.draft(data, nil, FlagSuppressEmbeds|FlagEphemeral|FlagSuppressNotifications|FlagComponentsV2)
	if err != nil {
		return nil, err
	}
	c.wantMentions(data)
	m := it.newReply(w.flags&FlagEphemeral != 0)
	it.ephemeral = m.private != nil
	m.fill(c.d, w)
	m.tts = yes(data, "tts")
	m.mention(c.d, allowedBy(data, true))
	it.original = m
	c.d.post(m)
	it.settle(m)
	return m, nil
}

func (c *call) deferReply(it *interaction, data object) (*message, error) {
	flags := num(data, "flags")
	if flags&^FlagEphemeral != 0 {
		return nil, misplaced("data.flags", "BITFIELD_TYPE_INVALID", "A deferral takes no flag but EPHEMERAL.")
	}
	it.ephemeral = flags&FlagEphemeral != 0
	m := it.newReply(it.ephemeral)
	m.flags = flags | FlagLoading
	it.original = m
	c.d.post(m)
	it.person.last = m
	return m, nil
}

func (c *call) updateSource(it *interaction, data object) (*message, error) {
	w, err := c.draft(data, it.source, FlagSuppressEmbeds|FlagComponentsV2)
	if err != nil {
		return nil, err
	}
	it.source.fill(c.d, w)
	it.source.remention(c.d, allowedBy(data, true))
	it.original = it.source
	c.d.changedMessage(it.source)
	it.settle(it.source)
	return it.source, nil
}

func (it *interaction) callbackResponse(kind int, m *message) object {
	about := object{
		"id": it.id, "type": it.kind, "activity_instance_id": nil, "response_message_id": nil,
		"response_message_loading": nil, "response_message_ephemeral": nil,
	}
	resource := object{"type": kind}
	if m != nil {
		about["response_message_id"] = m.id
		about["response_message_loading"] = m.flags&FlagLoading != 0
		about["response_message_ephemeral"] = m.private != nil
		resource["message"] = m.payload()
	}
	return object{"interaction": about, "resource": resource}
}

// wantMentions fails the test when a new message leaves open whom it may ping.
func (c *call) wantMentions(body object) {
	if !c.d.config.LaxMentions && !given(body, "allowed_mentions") {
		c.d.blame("%s %s sends a message without allowed_mentions", c.r.Method, c.r.URL.Path)
	}
}
