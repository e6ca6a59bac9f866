package commands

import (
	"cmp"
	"time"

	"magpie/guide"
	"magpie/slash"
)

// stepText is a step as people read it, alone or in public.
func stepText(v slash.Voice, found guide.Guide, i int, now time.Time) []slash.Content {
	step := found.Steps[i]
	head := slash.Lines(
		slash.Heading(2, v.T("guide.step", i+1, len(found.Steps), step.Title)),
		v.T("guide.of", found.Title))
	return []slash.Content{head, slash.Parse(step.Body), slash.Lines(stepFoot(v, found, step, now)...)}
}

// stepFoot says whose a step is if it is a server's, in which language if not the reader's, and how old its sources are.
func stepFoot(v slash.Voice, found guide.Guide, step guide.Step, now time.Time) []slash.Content {
	var lines []slash.Content
	if step.Own {
		lines = append(lines, v.T("content.by_moderators"))
		if lang := cmp.Or(step.Lang, found.Lang); lang != v.Lang {
			lines = append(lines, v.T("content.only_in", v.In(lang).Label("language.name")))
		}
	}
	if step.Checked.IsZero() {
		return lines
	}
	key := "guide.checked"
	switch {
	case step.Own && step.Stale(now):
		key = "content.checked_long_ago"
	case step.Own:
		key = "content.checked"
	case step.Stale(now):
		key = "guide.checked_long_ago"
	}
	return append(lines, v.T(key, step.Checked.Format(time.DateOnly)))
}
