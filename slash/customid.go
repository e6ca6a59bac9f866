package slash

import (
	"errors"
	"fmt"
	"hash/fnv"
	"reflect"
	"strconv"
	"strings"
)

// A custom id is "name/version/field/field…": the action's name, a short hash of
// the shape of its input, and the untagged fields of that input, which are keys
// and never content. The hash makes ids of an older shape fail as a whole instead
// of being read wrongly.

// errStale is returned for a custom id that this action never made, or made in
// another version.
var errStale = errors.New("custom id is stale or forged")

// ownerTag marks the field that holds the only person who may press.
const ownerTag = "owner"

var idEscaper = strings.NewReplacer("%", "%25", "/", "%2F")
var idUnescaper = strings.NewReplacer("%25", "%", "%2F", "/")

// carried are the indexes of t's fields that travel in a custom id.
func carried(t reflect.Type) []int {
	var fields []int
	for i := range t.NumField() {
		tag, tagged := t.Field(i).Tag.Lookup("slash")
		if !tagged || tag == ownerTag {
			fields = append(fields, i)
		}
	}
	return fields
}

// checkCarried reports fields that cannot travel in a custom id.
func checkCarried(t reflect.Type) error {
	for _, i := range carried(t) {
		f := t.Field(i)
		switch f.Type.Kind() {
		case reflect.String, reflect.Int, reflect.Int64, reflect.Bool:
		default:
			return fmt.Errorf("%s.%s: a %s cannot travel in a custom id", t, f.Name, f.Type)
		}
		if !f.IsExported() {
			return fmt.Errorf("%s.%s is not exported", t, f.Name)
		}
		if f.Tag.Get("slash") == ownerTag && f.Type.Kind() != reflect.String {
			return fmt.Errorf("%s.%s: an owner is a string", t, f.Name)
		}
	}
	return nil
}

// shape is four letters that change when the carried fields of t do.
func shape(t reflect.Type) string {
	h := fnv.New32a()
	for _, i := range carried(t) {
		fmt.Fprintf(h, "%s %s;", t.Field(i).Name, t.Field(i).Type.Kind())
	}
	return strconv.FormatUint(uint64(h.Sum32()%(36*36*36*36)), 36)
}

func encodeID(name string, v reflect.Value) string {
	parts := []string{name, shape(v.Type())}
	for _, i := range carried(v.Type()) {
		f := v.Field(i)
		switch f.Kind() {
		case reflect.String:
			parts = append(parts, idEscaper.Replace(f.String()))
		case reflect.Bool:
			parts = append(parts, strconv.FormatBool(f.Bool())[:1])
		default:
			parts = append(parts, strconv.FormatInt(f.Int(), 36))
		}
	}
	return strings.Join(parts, "/")
}

func decodeID(id string, v reflect.Value) error {
	parts := strings.Split(id, "/")
	fields := carried(v.Type())
	if len(parts) != 2+len(fields) || parts[1] != shape(v.Type()) {
		return errStale
	}
	for n, i := range fields {
		if err := decodePart(v.Field(i), parts[2+n]); err != nil {
			return err
		}
	}
	if name := actionName(id); encodeID(name, v) != id {
		return errStale // another spelling of the same values
	}
	return nil
}

func decodePart(f reflect.Value, s string) error {
	switch f.Kind() {
	case reflect.String:
		f.SetString(idUnescaper.Replace(s))
	case reflect.Bool:
		f.SetBool(s == "t")
	default:
		n, err := strconv.ParseInt(s, 36, 64)
		if err != nil || f.OverflowInt(n) {
			return errStale
		}
		f.SetInt(n)
	}
	return nil
}

// actionName is the action that a custom id is for.
func actionName(id string) string {
	name, _, _ := strings.Cut(id, "/")
	return name
}
