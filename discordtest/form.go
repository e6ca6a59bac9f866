package discordtest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A form collects what Discord would refuse about one request body.
type form struct {
	faults  []fault
	laxKeys bool
	within  string // goes before every path
}

// fault is one entry of the errors tree of code 50035.
type fault struct {
	at      string // path with dots, such as components.0.label
	code    string
	message string
}

func (f *form) fault(at, code, format string, args ...any) {
	if f.within != "" {
		at = strings.TrimSuffix(f.within+"."+at, ".")
	}
	f.faults = append(f.faults, fault{at, code, fmt.Sprintf(format, args...)})
}

// refusal is the faults as an answer; nil if there are none.
func (f *form) refusal() error {
	if len(f.faults) == 0 {
		return nil
	}
	return &refusal{status: 400, code: codeInvalidForm, message: "Invalid Form Body", faults: f.faults}
}

// tree is the faults nested as Discord nests them.
func tree(faults []fault) object {
	root := object{}
	for _, f := range faults {
		node := root
		if f.at != "" {
			for key := range strings.SplitSeq(f.at, ".") {
				next, ok := node[key].(object)
				if !ok {
					next = object{}
					node[key] = next
				}
				node = next
			}
		}
		list, _ := node["_errors"].([]object)
		node["_errors"] = append(list, object{"code": f.code, "message": f.message})
	}
	return root
}

// join appends a key or an index to a path.
func join(at string, key any) string {
	if at == "" {
		return fmt.Sprint(key)
	}
	return fmt.Sprintf("%s.%v", at, key)
}

// check looks at one value of a body and notes its faults.
type check func(f *form, at string, v any)

// fields are the members that an object may have. A key that ends in "!" is required.
type fields map[string]check

func anything(*form, string, any) {}

func nullable(c check) check {
	return func(f *form, at string, v any) {
		if v != nil {
			c(f, at, v)
		}
	}
}

// text wants a string of that many characters.
func text(shortest, longest int) check {
	return func(f *form, at string, v any) {
		s, ok := v.(string)
		if !ok {
			f.fault(at, "STRING_TYPE_CONVERT", "Could not interpret \"%v\" as string.", v)
			return
		}
		n := utf8.RuneCountInString(s)
		switch {
		case n == 0 && shortest > 0:
			f.fault(at, "BASE_TYPE_REQUIRED", "This field is required")
		case n < shortest || n > longest && shortest > 0:
			f.fault(at, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", shortest, longest)
		case n > longest:
			f.fault(at, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", longest)
		}
	}
}

var digits = regexp.MustCompile(`^\d{1,20}$`)

// snowflake wants an id, as a string.
func snowflake(f *form, at string, v any) {
	if s, ok := v.(string); !ok || !digits.MatchString(s) {
		f.fault(at, "NUMBER_TYPE_COERCE", "Value \"%v\" is not snowflake.", v)
	}
}

// bits wants a permission set: a string of digits.
func bits(f *form, at string, v any) {
	s, ok := v.(string)
	if !ok || !digits.MatchString(s) {
		f.fault(at, "NUMBER_TYPE_COERCE", "Value \"%v\" is not a string of permission bits.", v)
	}
}

func integer(least, most int) check {
	return func(f *form, at string, v any) {
		n, ok := asInt(v)
		switch {
		case !ok:
			f.fault(at, "NUMBER_TYPE_COERCE", "Value \"%v\" is not int.", v)
		case n < least:
			f.fault(at, "NUMBER_TYPE_MIN", "int value should be greater than or equal to %d.", least)
		case n > most:
			f.fault(at, "NUMBER_TYPE_MAX", "int value should be less than or equal to %d.", most)
		}
	}
}

func number(f *form, at string, v any) {
	if _, ok := v.(json.Number); !ok {
		f.fault(at, "NUMBER_TYPE_COERCE", "Value \"%v\" is not float.", v)
	}
}

func boolean(f *form, at string, v any) {
	if _, ok := v.(bool); !ok {
		f.fault(at, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
	}
}

func timestamp(f *form, at string, v any) {
	s, ok := v.(string)
	if _, err := time.Parse(time.RFC3339, s); !ok || err != nil {
		f.fault(at, "DATE_TIME_TYPE_PARSE", "Could not parse %v. Should be ISO8601.", v)
	}
}

func oneOf(allowed ...int) check {
	return func(f *form, at string, v any) {
		n, ok := asInt(v)
		if !ok || !slices.Contains(allowed, n) {
			f.fault(at, "BASE_TYPE_CHOICES", "Value must be one of %v.", allowed)
		}
	}
}

func oneWord(allowed ...string) check {
	return func(f *form, at string, v any) {
		s, ok := v.(string)
		if !ok || !slices.Contains(allowed, s) {
			f.fault(at, "BASE_TYPE_CHOICES", "Value must be one of %v.", allowed)
		}
	}
}

// webAddress wants an address of one of the given schemes.
func webAddress(longest int, schemes ...string) check {
	return func(f *form, at string, v any) {
		text(1, longest)(f, at, v)
		s, _ := v.(string)
		scheme, rest, ok := strings.Cut(s, "://")
		if s != "" && (!ok || rest == "" || !slices.Contains(schemes, strings.ToLower(scheme))) {
			f.fault(at, "URL_TYPE_INVALID_SCHEME", "Scheme \"%s\" is not supported. Scheme must be one of %v.", scheme, schemes)
		}
	}
}

func list(least, most int, each check) check {
	return func(f *form, at string, v any) {
		items, ok := v.([]any)
		if !ok {
			f.fault(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
			return
		}
		if len(items) < least || len(items) > most {
			f.fault(at, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", least, most)
		}
		for i, item := range items {
			each(f, join(at, i), item)
		}
	}
}

// record wants an object with no other members than the given ones.
func record(members fields) check {
	return func(f *form, at string, v any) {
		o, ok := v.(object)
		if !ok {
			f.fault(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
			return
		}
		members.check(f, at, o)
	}
}

func (m fields) check(f *form, at string, o object) {
	for _, key := range sortedKeys(m) {
		name, required := strings.CutSuffix(key, "!")
		v, given := o[name]
		switch {
		case given:
			m[key](f, join(at, name), v)
		case required:
			f.fault(join(at, name), "BASE_TYPE_REQUIRED", "This field is required")
		}
	}
	if f.laxKeys {
		return
	}
	for _, key := range sortedKeys(o) {
		if m[key] == nil && m[key+"!"] == nil {
			f.fault(join(at, key), "UNKNOWN_KEY", "Discord knows no field of this name here.")
		}
	}
}

// with is the members of both.
func (m fields) with(more fields) fields {
	all := fields{}
	for k, c := range m {
		all[k] = c
	}
	for k, c := range more {
		all[k] = c
	}
	return all
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
