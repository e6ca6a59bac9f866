package store_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"magpie/store/storetest"
)

// told says below which point of the privacy policy a table stands, by the first words of
// the point in English; "" if it holds nothing of anybody.
var told = map[string]string{
	"persons": "Settings", "progress": "Guides", "paths": "Guides", "cards": "Cards", "reviews": "Cards", "card_imports": "Cards",
	"quizzes": "Quizzes", "quiz_answers": "Quizzes", "quiz_players": "Quizzes",
	"questions": "Questions and answers", "answers": "Questions and answers",
	"terms": "Words of a server", "imports": "Words of a server",
	"listings": "Names elsewhere", "handles": "Names elsewhere", "bonds": "Names elsewhere", "watches": "Names elsewhere",
	"blocks": "Names elsewhere", "notices": "Names elsewhere", "handle_reports": "Names elsewhere",
	"partners": "Language partners", "partner_asks": "Language partners", "partner_apart": "Language partners",
	"partner_reports": "Language partners", "partner_bans": "Language partners",
	"joiners": "Joining a server", "outbox": "Messages to you", "spendings": "Translation", "translations": "Translation",
	"changes": "Moderating", "follows": "Moderating", "digests": "Moderating", "topics": "Moderating",
	"content_versions": "Moderating", "content_touches": "Moderating", "content_slips": "Moderating", "alerts": "Names elsewhere",

	"servers": "", "claims": "", "gateways": "", "identifies": "", "feeds": "", "items": "", "runs": "", "dailies": "",
	"feed_imports": "", "publications": "", "welcomes": "", "content_drafts": "", "content_hidden": "", "goose_db_version": "",
}

// TestPolicyTellsEveryTable checks that the privacy policy, in every language, has a point
// for every table that holds anything of people, and that each table was thought of.
func TestPolicyTellsEveryTable(t *testing.T) {
	t.Parallel()
	points := policyPoints(t, "en")
	path := filepath.Join(t.TempDir(), "magpie.db")
	storetest.Write(t, path)
	for table := range tables(t, path) {
		point, known := told[table]
		if !known {
			t.Errorf("say in this test below which point of web/privacy/*.md the table %s stands", table)
		} else if point != "" && !slices.Contains(points, point) {
			t.Errorf("the policy has no point %q, for the table %s", point, table)
		}
	}
	for _, lang := range []string{"zh-CN", "zh-TW"} {
		if n := len(policyPoints(t, lang)); n != len(points) {
			t.Errorf("the policy has %d points in %s, and %d in en", n, lang, len(points))
		}
	}
}

// policyPoints are the first words of the points of the policy that say what is kept.
func policyPoints(t *testing.T, lang string) (points []string) {
	t.Helper()
	text, err := os.ReadFile("../web/privacy/" + lang + ".md")
	check(t, err)
	for line := range strings.Lines(string(text)) {
		if rest, point := strings.CutPrefix(line, "- **"); point {
			words, _, _ := strings.Cut(rest, "**")
			points = append(points, strings.TrimRight(words, ".。"))
		}
	}
	return points
}
