package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"magpie/news"
	"magpie/slash"
)

// digestView is a page of what a digest would post, or leave out, as of a moment in
// Unix seconds.
type digestView struct {
	Digest string
	At     int64
	Page   int
}

// digestPost posts what was previewed at a moment. That moment names the run, so
// however often it is pressed, it is posted once.
type digestPost struct {
	Digest string
	At     int64
}

// digestPreviewKept is how long a preview can be posted as it was shown.
const digestPreviewKept = 30 * time.Minute

func (d *digestFeature) showPreview(ctx context.Context, c *slash.Call, in digestRef) (slash.Reply, error) {
	return d.showPart(ctx, c, digestView{in.Digest, d.Now().Unix(), 0})
}

// previewed is the digest as it was, or would have been, previewed at a moment.
func (d *digestFeature) previewed(ctx context.Context, c *slash.Call, id string, unix int64) (digestDraft, error) {
	found, err := d.find(ctx, c, id)
	if err != nil {
		return digestDraft{}, err
	}
	at := time.Unix(unix, 0)
	if now := d.Now(); at.After(now) || now.Sub(at) > digestPreviewKept {
		return digestDraft{}, c.Sorry(c.T("digest.preview_old"), c.T("safe.nothing_posted"),
			d.preview.Button(c.Label("digest.preview"), digestRef{id}))
	}
	draft, err := d.press.draft(ctx, found, at)
	if err != nil {
		return digestDraft{}, err
	}
	slot, err := digestAside(found, at)
	if err != nil {
		return digestDraft{}, err
	}
	draft.translations = newInterpreter(c.Log, d.Translator).headlines(ctx, found, draft.edition.Stories)
	return draft.of(slot, at), nil
}

// showPart shows one message of a digest exactly as it would be posted.
func (d *digestFeature) showPart(ctx context.Context, c *slash.Call, in digestView) (slash.Reply, error) {
	draft, err := d.previewed(ctx, c, in.Digest, in.At)
	if err != nil {
		return slash.Reply{}, err
	}
	parts := draft.parts(c.Voice)
	page := min(max(in.Page, 0), len(parts)-1)
	said := c.T("digest.preview_of", slash.ChannelMention(draft.digest.Channel))
	if len(parts) > 1 {
		said = c.T("digest.preview_part", slash.ChannelMention(draft.digest.Channel), page+1, len(parts))
	}
	if !draft.stands() {
		said = c.T("digest.preview_silent", draft.edition.Window.From)
	}
	r := slash.Say(said)
	if draft.stands() {
		r = r.With(parts[page].Blocks...)
	}
	return r.With(slash.Text{Body: c.T("digest.dropped_count", len(draft.edition.Dropped))},
		slash.Row{Buttons: d.previewButtons(c, draft, in, page, len(parts))}), nil
}

func (d *digestFeature) previewButtons(c *slash.Call, draft digestDraft, in digestView, page, parts int) []slash.Button {
	buttons := []slash.Button{
		d.post.Button(c.Label("digest.post_now"), digestPost{in.Digest, in.At}).With(slash.Main).When(draft.stands() && !draft.digest.Paused),
		d.dropped.Button(c.Label("digest.dropped"), digestView{in.Digest, in.At, 0}).When(len(draft.edition.Dropped) > 0),
	}
	if parts > 1 {
		next := (page + 1) % parts
		buttons = append(buttons, d.part.Button(c.Label("digest.part", next+1), digestView{in.Digest, in.At, next}))
	}
	return buttons
}

// postNow posts what was previewed, as a run of its own.
func (d *digestFeature) postNow(ctx context.Context, c *slash.Call, in digestPost) (slash.Reply, error) {
	draft, err := d.previewed(ctx, c, in.Digest, in.At)
	if err != nil {
		return slash.Reply{}, err
	}
	if draft.digest.Paused || !draft.stands() {
		return slash.Reply{}, c.Sorry(c.T("digest.cannot_post"), c.T("safe.nothing_posted"), slash.Try("digest list"))
	}
	messages, err := draft.messages(c.Voice)
	if err != nil {
		return slash.Reply{}, err
	}
	for i := range messages {
		messages[i].NextTry = d.Now() // somebody waits for it
	}
	draft.run.Done = d.Now()
	saved, err := d.Store.SaveRun(ctx, draft.digest, draft.run, draft.digest.NextRun, messages)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("post digest %s now: %w", in.Digest, err)
	}
	if !saved {
		return slash.Reply{}, c.Sorry(c.T("digest.posted_already"), c.T("digest.posted_once"), slash.Try("digest history"))
	}
	d.Posted()
	return slash.Say(c.T("digest.posting", slash.ChannelMention(draft.digest.Channel))).With(slash.Row{Buttons: []slash.Button{
		d.history.Button(c.Label("digest.history"), digestRef{in.Digest}),
	}}), nil
}

const (
	digestDroppedPerPage = 8   // how many items left out a page tells
	digestDroppedLink    = 200 // how long their addresses may be, so that they fit
)

// digestNearest orders reasons by how close an item came to being told.
var digestNearest = []string{
	news.BeyondLength, news.AlreadyTold, news.BeforeWindow, news.NotLanguage, news.Excluded, news.OffTopic, news.TooOld, news.OldAtStart,
}

// showDropped tells what a digest leaves out, and why, the nearest misses first.
func (d *digestFeature) showDropped(ctx context.Context, c *slash.Call, in digestView) (slash.Reply, error) {
	draft, err := d.previewed(ctx, c, in.Digest, in.At)
	if err != nil {
		return slash.Reply{}, err
	}
	all := slices.Clone(draft.edition.Dropped)
	slices.SortStableFunc(all, func(a, b news.Dropped) int { return cmp.Compare(digestNearness(a), digestNearness(b)) })
	shown, page, last := pageOf(all, in.Page, digestDroppedPerPage)
	lines := []slash.Content{c.T("digest.dropped_count", len(all))}
	for _, item := range shown {
		lines = append(lines, slash.Bullet(c.T("digest.dropped_line", digestHeadline(item.Item, digestDroppedLink).Markup(), d.reason(c, draft.digest, item))))
	}
	var buttons []slash.Button
	if last > 0 {
		buttons = turns(c, d.dropped, page, last, func(n int) digestView { return digestView{in.Digest, in.At, n} })
	}
	back := d.part.Button(c.Label("digest.preview"), digestView{in.Digest, in.At, 0})
	return slash.Say(slash.Lines(lines...)).With(slash.Row{Buttons: append(buttons, back)}), nil
}

func digestNearness(item news.Dropped) int {
	if len(item.Reasons) == 0 {
		return len(digestNearest)
	}
	return slices.Index(digestNearest, item.Reasons[0].Key)
}

// reason is why an item was left out, in words.
func (d *digestFeature) reason(c *slash.Call, of news.Digest, item news.Dropped) slash.Content {
	var why []slash.Content
	for _, r := range item.Reasons {
		args := arguments(r.Args)
		if r.Key == news.NotLanguage && len(r.Args) == 1 {
			args[0] = cmp.Or(d.Tongues.Name(r.Args[0]), r.Args[0])
		}
		why = append(why, c.T("reason."+r.Key, args...))
	}
	return slash.Join(c.Label("list.separator"), why...)
}
