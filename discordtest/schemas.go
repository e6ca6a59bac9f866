package discordtest

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// The names of the schemas that are used, as Discord's specification has them.
const (
	schemaCommand     = "ApplicationCommandCreateRequestSchema"
	schemaMessage     = "MessageCreateRequestSchema"
	schemaMessageEdit = "MessageEditRequestPartialSchema"
	schemaForumThread = "CreateForumThreadRequestSchema"
	schemaFollowUp    = "IncomingWebhookRequestPartialSchema"
	schemaWebhookEdit = "IncomingWebhookUpdateRequestPartialSchema"
	schemaReply       = "CreateMessageInteractionCallbackRequestSchema"
	schemaUpdate      = "UpdateMessageInteractionCallbackRequestSchema"
	schemaSuggest     = "ApplicationCommandAutocompleteCallbackRequestSchema"
	schemaModal       = "ModalInteractionCallbackRequestSchema"
)

// callbackSchema is the schema of a callback by its type.
func callbackSchema(kind int) string {
	return map[int]string{
		callbackMessage: schemaReply, callbackDefer: schemaReply, callbackUpdate: schemaUpdate,
		callbackSuggest: schemaSuggest, callbackModal: schemaModal,
	}[kind]
}

// Schemas are JSON Schemas of request bodies, a second opinion beside the fake's own
// rules. They are stricter than Discord about unknown keys.
type Schemas struct {
	byName map[string]*jsonschema.Schema
}

// LoadSchemas reads the file that contract/schemas.mjs writes: a JSON Schema whose
// $defs are named after the schemas of Discord's OpenAPI specification.
func LoadSchemas(path string) (*Schemas, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("load schemas: %w", err)
	}
	defer file.Close()
	doc, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		return nil, fmt.Errorf("load schemas from %s: %w", path, err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("discord.json", doc); err != nil {
		return nil, fmt.Errorf("load schemas from %s: %w", path, err)
	}
	s := &Schemas{byName: map[string]*jsonschema.Schema{}}
	for _, name := range []string{
		schemaCommand, schemaMessage, schemaMessageEdit, schemaForumThread, schemaFollowUp, schemaWebhookEdit,
		schemaReply, schemaUpdate, schemaSuggest, schemaModal,
	} {
		if s.byName[name], err = compiler.Compile("discord.json#/$defs/" + name); err != nil {
			return nil, fmt.Errorf("load schema %s from %s: %w", name, path, err)
		}
	}
	return s, nil
}

// check validates a body, or each item of a list of bodies. A nil Schemas and an
// empty name pass everything.
func (s *Schemas) check(name string, body any) error {
	if s == nil || name == "" {
		return nil
	}
	f := &form{}
	if items, ok := body.([]any); ok {
		for i, item := range items {
			s.validate(f, name, fmt.Sprint(i), item)
		}
	} else {
		s.validate(f, name, "", body)
	}
	return f.refusal()
}

func (s *Schemas) validate(f *form, name, at string, body any) {
	err := s.byName[name].Validate(body)
	var invalid *jsonschema.ValidationError
	if errors.As(err, &invalid) {
		leaf := deepest(invalid)
		where := strings.Trim(at+"."+strings.Join(leaf.InstanceLocation, "."), ".")
		lines := strings.Split(strings.TrimSpace(leaf.Error()), "\n")
		f.fault(where, "SCHEMA", "%s: %s", name, strings.TrimPrefix(lines[len(lines)-1], "- "))
	}
}

// deepest is the cause that lies furthest inside the body. Of the alternatives that
// were tried it is the one that nearly fitted: not one of another "type".
func deepest(e *jsonschema.ValidationError) *jsonschema.ValidationError {
	var best *jsonschema.ValidationError
	for _, cause := range e.Causes {
		if c := deepest(cause); best == nil || weight(c) > weight(best) {
			best = c
		}
	}
	if best == nil {
		return e
	}
	return best
}

func weight(e *jsonschema.ValidationError) int {
	at := e.InstanceLocation
	if len(at) > 0 && at[len(at)-1] == "type" {
		return 0
	}
	return 1 + len(at)
}
