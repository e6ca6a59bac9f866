package commands

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"magpie/news"
	"magpie/outbox"
	"magpie/schedule"
	"magpie/slash"
)

// A digestDraft is one edition of a digest before it is posted or shown.
type digestDraft struct {
	digest  news.Digest
	edition news.Edition
	run     news.Run
	late    bool // the run's time is long past

	translations map[string]digestTranslation // of headlines, by story
}

// digestMore names the edition below which somebody asked for more. Its custom id is
// also the mark by which the outbox finds a message again.
type digestMore struct {
	Nonce  string // of the message
	Digest string
	Run    int64 // instant of the run, in Unix seconds
}

// digestMoreName is the action's name, which messages from years ago still carry.
const digestMoreName = "digest.more"

// messages are the draft's parts, ready for the outbox.
func (d digestDraft) messages(v slash.Voice) ([]outbox.Message, error) {
	var all []outbox.Message
	for i, body := range d.parts(v) {
		m, err := outbox.NewMessage(d.run.ID, i+1, d.digest.Server, d.digest.Channel, body)
		if err != nil {
			return nil, fmt.Errorf("make a digest's message: %w", err)
		}
		if d.digest.Forum {
			m = m.InForum(d.title(v, i+1))
		}
		m.NextTry = d.run.At.Add(digestSpread(d.digest.Server))
		all = append(all, m)
	}
	return all, nil
}

// digestSpread is how long a server's digests wait, so that those of all servers
// which are due in the same minute do not leave at once.
func digestSpread(server string) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(server))
	return time.Duration(h.Sum32()%45) * time.Second
}

// title is the draft's title as a forum post.
func (d digestDraft) title(v slash.Voice, part int) string {
	day, _, _ := strings.Cut(d.run.Slot, " ")
	v = v.In(d.digest.Languages[0])
	if part > 1 {
		return v.Label("digest.title_part", d.digest.Name, day, fmt.Sprint(part))
	}
	return v.Label("digest.title", d.digest.Name, day)
}

// parts are the messages that tell the edition, in order. Each has a button by which
// it is known.
func (d digestDraft) parts(v slash.Voice) []slash.Reply {
	blocks := []slash.Block{slash.Text{Body: d.head(v)}}
	for i, s := range d.edition.Stories {
		blocks = append(blocks, digestTold{v, d.digest.Languages, i + 1, s, d.translations[s.ID]}.block())
	}
	var parts []slash.Reply
	var part slash.Reply
	for _, b := range blocks {
		if len(part.Blocks) > 0 && !digestFits(part.With(b)) {
			parts = append(parts, part)
			part = slash.Reply{}
		}
		part = part.With(b)
	}
	parts = append(parts, part)
	for i := range parts {
		parts[i] = parts[i].With(slash.Row{Buttons: d.buttons(v, i+1)})
	}
	if d.digest.Role != "" {
		parts[0].Roles = []string{d.digest.Role}
	}
	return parts
}

// digestFits reports whether a part leaves room for its buttons, and for what a
// preview says and offers around it.
func digestFits(part slash.Reply) bool { return part.With(digestRoom...).Check() == nil }

// digestRoom is as large as all that.
var digestRoom = []slash.Block{
	slash.Text{Body: slash.Plain(strings.Repeat("—", 250))},
	slash.Text{Body: slash.Plain(strings.Repeat("—", 250))},
	slash.Row{Buttons: []slash.Button{{Label: "—1", ID: "1"}, {Label: "—2", ID: "2"}, {Label: "—3", ID: "3"}}},
	slash.Row{Buttons: []slash.Button{{Label: "—4", ID: "4"}, {Label: "—5", ID: "5"}, {Label: "—6", ID: "6"}}},
}

// buttons are those below a part. By the first the outbox knows it.
func (d digestDraft) buttons(v slash.Voice, part int) []slash.Button {
	langs := d.digest.Languages
	more := slash.Action[digestMore]{Name: digestMoreName}
	at := digestMore{Nonce: outbox.Nonce(d.run.ID, part), Digest: d.digest.ID, Run: d.run.At.Unix()}
	buttons := []slash.Button{more.Button(digestLabels(v, langs, "digest.more"), at)}
	if len(d.edition.Stories) == 0 {
		return buttons
	}
	return append(buttons, storyButtons(v, langs, d.run.ID)...)
}

// head says what this is and how much there is, in each of the digest's languages.
func (d digestDraft) head(v slash.Voice) slash.Content {
	lines := []slash.Content{slash.Heading(2, slash.Plain(d.digest.Name))}
	for _, lang := range d.digest.Languages {
		v := v.In(lang)
		lead := v.T("digest.lead", len(d.edition.Stories), d.moment(v, d.edition.Window.From))
		if len(d.edition.Stories) == 0 {
			lead = v.T("digest.nothing_new", d.moment(v, d.edition.Window.From))
		}
		if d.late {
			lead = slash.Join(" ", lead, v.T("digest.late", d.moment(v, d.run.At)))
		}
		lines = append(lines, lead)
	}
	if d.digest.Role != "" {
		lines = append(lines, slash.RoleMention(d.digest.Role))
	}
	return slash.Lines(lines...)
}

// moment is a point in time. Discord shows one in the language and the zone of whoever
// looks, which in a post of two languages is the wrong one in half of the lines: there it
// is in words, in the digest's zone.
func (d digestDraft) moment(v slash.Voice, at time.Time) slash.Content {
	loc, err := schedule.LoadZone(d.digest.Zone)
	if len(d.digest.Languages) < 2 || err != nil {
		return slash.Time(at, slash.DateTime)
	}
	at = at.In(loc)
	month := v.Label("digest.month." + strconv.Itoa(int(at.Month())))
	return slash.Plain(v.Label("digest.moment", month, strconv.Itoa(at.Day()), at.Format("15:04"), schedule.City(v.Lang, d.digest.Zone)))
}

// digestVoice speaks, of a digest's languages, the one that the readers of lang read.
func digestVoice(v slash.Voice, langs []string, lang string) slash.Voice {
	for _, l := range langs {
		if news.SameReaders(l, lang) {
			return v.In(l)
		}
	}
	return v.In(langs[0])
}

// digestLabels are the words of a key in each language, those that differ.
func digestLabels(v slash.Voice, langs []string, key string) string {
	var labels []string
	for _, lang := range langs {
		if label := v.In(lang).Label(key); !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	return strings.Join(labels, " · ")
}
