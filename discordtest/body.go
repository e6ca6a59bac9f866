package discordtest

import (
	"encoding/json"
	"fmt"
	"strconv"
)

func asInt(v any) (int, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	i, err := strconv.Atoi(n.String())
	return i, err == nil
}

// The readers below are for bodies that have been checked.

func str(o object, key string) string { s, _ := o[key].(string); return s }
func num(o object, key string) int    { n, _ := asInt(o[key]); return n }
func yes(o object, key string) bool   { b, _ := o[key].(bool); return b }
func objs(o object, key string) []any { l, _ := o[key].([]any); return l }
func sub(o object, key string) object { m, _ := o[key].(object); return m }
func has(o object, key string) bool   { _, ok := o[key]; return ok }
func given(o object, key string) bool { return o[key] != nil }
func words(o object, key string) []string {
	var list []string
	for _, v := range objs(o, key) {
		s, _ := v.(string)
		list = append(list, s)
	}
	return list
}

// convert turns decoded JSON into a typed value that has been checked to fit.
func convert[T any](v any) T {
	var out T
	data, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(data, &out)
	}
	if err != nil {
		panic(fmt.Sprintf("discordtest: a checked body does not decode: %v", err)) // unreachable
	}
	return out
}
