package commands

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"magpie/news"
	"magpie/outbox"
	"magpie/slash"
)

// A digestDraft is one edition of a digest before it is posted or shown.
type digestDraft struct {
	digest  news.Digest
	edition news.Edition
	run     news.Run
	late    bool // the run's time is long past
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
		blocks = append(blocks, slash.Text{Body: digestStory(v, d.digest.Languages, i+1, s)})
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
		parts[i] = parts[i].With(slash.Row{Buttons: []slash.Button{d.more(v, i+1)}})
	}
	if d.digest.Role != "" {
		parts[0].Roles = []string{d.digest.Role}
	}
	return parts
}

// digestFits reports whether a part leaves room for its button, and for what a
// preview says around it.
func digestFits(part slash.Reply) bool {
	const room = 500
	return part.With(slash.Text{Body: slash.Plain(strings.Repeat("—", room))}).Check() == nil
}

// more is the button below a part.
func (d digestDraft) more(v slash.Voice, part int) slash.Button {
	more := slash.Action[digestMore]{Name: digestMoreName}
	at := digestMore{Nonce: outbox.Nonce(d.run.ID, part), Digest: d.digest.ID, Run: d.run.At.Unix()}
	return more.Button(digestLabels(v, d.digest.Languages, "digest.more"), at)
}

// head says what this is and how much there is, in each of the digest's languages.
func (d digestDraft) head(v slash.Voice) slash.Content {
	lines := []slash.Content{slash.Heading(2, slash.Plain(d.digest.Name))}
	for _, lang := range d.digest.Languages {
		v := v.In(lang)
		lead := v.T("digest.lead", len(d.edition.Stories), d.edition.Window.From)
		if len(d.edition.Stories) == 0 {
			lead = v.T("digest.nothing_new", d.edition.Window.From)
		}
		if d.late {
			lead = slash.Join(" ", lead, v.T("digest.late", d.run.At))
		}
		lines = append(lines, lead)
	}
	if d.digest.Role != "" {
		lines = append(lines, slash.RoleMention(d.digest.Role))
	}
	return slash.Lines(lines...)
}

// digestStory tells a story to readers of some languages: a headline in the language
// it was written in, another one if a second language has one, a line of summary,
// and who reports it. What does not fit a message is left out: links beyond the
// first, then all but the headline.
func digestStory(v slash.Voice, langs []string, n int, s news.Story) slash.Content {
	first := s.Items[0]
	number := fmt.Sprintf("%d.", n)
	if s.Updated {
		number += " " + digestLabels(v, langs, "digest.update") + " —"
	}
	headline := slash.Bold(slash.Join(" ", slash.Plain(number), digestHeadline(first, digestLinkMost)))
	for _, linkMost := range []int{digestLinkMost, 0} {
		told := slash.Lines(append([]slash.Content{headline}, digestBody(v, langs, s, linkMost)...)...)
		if digestFits(slash.Say(told)) {
			return told
		}
	}
	return headline
}

// digestBody is what stands below a story's headline.
func digestBody(v slash.Voice, langs []string, s news.Story, linkMost int) []slash.Content {
	first := s.Items[0]
	var lines []slash.Content
	for _, it := range s.Items[1:] {
		if len(langs) > 1 && !newsSameReaders(it.Lang, first.Lang) {
			lines = append(lines, slash.Bold(digestHeadline(it, linkMost)))
			break
		}
	}
	if first.Summary != "" {
		lines = append(lines, slash.In(first.Lang, first.Summary))
	}
	return append(lines, digestSources(v, langs, s, linkMost))
}

// digestLinkMost is how long an address may be; a longer one would take the room of
// the story.
const digestLinkMost = 1000

// digestHeadline is an item's title, linked unless its address is longer than linkMost.
func digestHeadline(it news.Item, linkMost int) slash.Content {
	return digestLink(slash.In(it.Lang, it.Title), it.Link, linkMost)
}

func digestLink(c slash.Content, address string, most int) slash.Content {
	if len(address) > most {
		return c
	}
	return slash.Link(c, address)
}

// digestSourcesShown is how many publishers are named.
const digestSourcesShown = 5

// digestSources says who reports a story, with what kind of outlet each is, and when
// it was first published.
func digestSources(v slash.Voice, langs []string, s news.Story, linkMost int) slash.Content {
	var sources []slash.Content
	var named []string
	published := s.Items[0].Published
	for i, it := range s.Items {
		if it.Published.Before(published) {
			published = it.Published
		}
		if slices.Contains(named, it.Publisher) {
			continue
		}
		named = append(named, it.Publisher)
		if len(named) <= digestSourcesShown {
			most := linkMost
			if i == 0 {
				most = 0 // the headline leads there
			}
			sources = append(sources, digestSource(digestVoice(v, langs, it.Lang), it, most))
		}
	}
	if rest := len(named) - digestSourcesShown; rest > 0 {
		sources = append(sources, v.In(langs[0]).T("digest.more_sources", rest))
	}
	return slash.Join(" · ", append(sources, slash.Time(published, slash.Relative))...)
}

// digestPublisherMost is how many characters of a publisher's name are told.
const digestPublisherMost = 60

// digestSource is a publisher, linked unless the address is longer than linkMost.
func digestSource(v slash.Voice, it news.Item, linkMost int) slash.Content {
	name := digestLink(slash.Plain(slash.Cut(it.Publisher, digestPublisherMost)), it.Link, linkMost)
	if it.Outlet == news.UnknownOutlet {
		return name
	}
	return v.T("digest.source", name, v.Label("outlet."+string(it.Outlet)))
}

// digestVoice speaks, of a digest's languages, the one that the readers of lang read.
func digestVoice(v slash.Voice, langs []string, lang string) slash.Voice {
	for _, l := range langs {
		if newsSameReaders(l, lang) {
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
