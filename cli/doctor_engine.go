package cli

import (
	"context"
	"errors"
	"fmt"

	"magpie/translate"
)

// nearlyUsed is how much of an engine's allowance may be used before somebody should know.
const nearlyUsed = 0.9

// lookAtEngine asks the engine that translates, if there is one. Without it everything
// else works, so nothing here is a failure.
func lookAtEngine(ctx context.Context, s Settings) []finding {
	if s.Engine == nil {
		return nil
	}
	q, err := s.Engine.Quota(ctx)
	name := s.Engine.Name()
	switch {
	case errors.Is(err, translate.ErrRefused):
		return []finding{{warn, "translation", fmt.Sprintf("%s: %v", name, err), "check MAGPIE_TRANSLATE and MAGPIE_TRANSLATE_KEY"}}
	case errors.Is(err, translate.ErrUnsupported):
		return []finding{{warn, "translation", fmt.Sprintf("%s: %v", name, err), "let it load the models for English and Chinese"}}
	case err != nil:
		return []finding{{warn, "translation", fmt.Sprintf("%s: %v", name, err), "until it answers, nobody gets a translation"}}
	case q.Allowed == 0:
		return []finding{{good, "translation", name + " answers", ""}}
	}
	used := fmt.Sprintf("%s answers; %d of %d characters are used", name, q.Used, q.Allowed)
	if float64(q.Used) >= nearlyUsed*float64(q.Allowed) {
		return []finding{{warn, "translation", used, "a smaller MAGPIE_TRANSLATE_BUDGET, or a larger allowance"}}
	}
	return []finding{{good, "translation", used, ""}}
}
