package cli

import (
	"context"
	"fmt"
	"testing"

	"magpie/translate"
)

// An engine only says what is used of its allowance.
type engine struct {
	translate.Engine
	quota translate.Quota
	err   error
}

func (e engine) Name() string                                   { return "DeepL" }
func (e engine) Quota(context.Context) (translate.Quota, error) { return e.quota, e.err }

func TestDoctorOnEngines(t *testing.T) {
	t.Parallel()
	if found := lookAtEngine(t.Context(), Settings{}); len(found) != 0 {
		t.Error("without an engine:", found)
	}
	for _, test := range []struct {
		engine  engine
		verdict verdict
		found   string
	}{
		{engine{quota: translate.Quota{}}, good, "DeepL answers"},
		{engine{quota: translate.Quota{Used: 10, Allowed: 100}}, good, "DeepL answers; 10 of 100 characters are used"},
		{engine{quota: translate.Quota{Used: 90, Allowed: 100}}, warn, "DeepL answers; 90 of 100 characters are used"},
		{engine{err: fmt.Errorf("%w: status 403", translate.ErrRefused)}, warn, "DeepL: the engine refused; its key or address may be wrong: status 403"},
		{engine{err: translate.ErrUnsupported}, warn, "DeepL: the engine does not know these languages"},
		{engine{err: translate.ErrSlow}, warn, "DeepL: the engine took too long"},
	} {
		found := lookAtEngine(t.Context(), Settings{Engine: test.engine})
		if len(found) != 1 || found[0].verdict != test.verdict || found[0].found != test.found || (found[0].do == "") != (test.verdict == good) {
			t.Errorf("%+v: %+v", test.engine, found)
		}
	}
}
