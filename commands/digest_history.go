package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"magpie/news"
	"magpie/outbox"
	"magpie/slash"
)

// digestRetry names a run whose messages could not be sent.
type digestRetry struct{ Run string }

// digestRunsShown is how many runs the history tells.
const digestRunsShown = 10

func (d *digestFeature) showHistory(ctx context.Context, c *slash.Call, in digestRef) (slash.Reply, error) {
	found, err := d.find(ctx, c, in.Digest)
	if err != nil {
		return slash.Reply{}, err
	}
	runs, err := d.Store.Runs(ctx, found.ID, digestRunsShown)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up runs of %s: %w", found.ID, err)
	}
	dead, err := d.dead(ctx, found)
	if err != nil {
		return slash.Reply{}, err
	}
	lines := []slash.Content{c.T("digest.history_of", found.Name), d.state(c, found)}
	if len(runs) == 0 {
		lines = append(lines, c.T("digest.no_runs"))
	}
	for _, r := range runs {
		lines = append(lines, slash.Bullet(slash.Join(" · ", slash.Time(r.At, slash.DateTime), digestOutcome(c.Voice, r))))
	}
	r := slash.Say(slash.Lines(lines...))
	if len(dead) > 0 {
		r = d.withDead(c, r, dead)
	}
	if choices := digestTellingRuns(c, runs); len(choices) > 0 {
		r = r.With(d.look.Menu(c.Label("digest.look"), digestLookAt{Digest: found.ID}, choices...))
	}
	return r.With(slash.Row{Buttons: []slash.Button{d.open.Button(c.Label("digest.open"), in)}}), nil
}

// digestLookAt is a run that somebody wants to look into.
type digestLookAt struct {
	Digest string
	Run    string `slash:"run"`
}

// digestTellingRuns are the runs that told something, for a menu.
func digestTellingRuns(c *slash.Call, runs []news.Run) []slash.Choice {
	var choices []slash.Choice
	for _, r := range runs {
		if len(r.Stories) > 0 {
			choices = append(choices, slash.Choice{
				Name: c.Label("digest.run_choice", len(r.Stories), r.Slot), Value: r.ID,
				About: slash.Cut(r.Stories[0].Items[0].Title, slash.MaxChoiceText),
			})
		}
	}
	return choices
}

// showRun shows what was in a run, with links.
func (d *digestFeature) showRun(ctx context.Context, c *slash.Call, in digestLookAt) (slash.Reply, error) {
	found, err := d.find(ctx, c, in.Digest)
	if err != nil {
		return slash.Reply{}, err
	}
	run, ok, err := d.Store.Run(ctx, in.Run)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up run %s: %w", in.Run, err)
	}
	if !ok || run.Digest != found.ID || len(run.Stories) == 0 {
		return slash.Reply{}, c.Sorry(c.T("story.gone"), c.T("safe.nothing_changed"), slash.Try("digest history"))
	}
	lines := []slash.Content{c.T("digest.run_of", found.Name, slash.Time(run.At, slash.DateTime))}
	for i, s := range run.Stories {
		first := s.For(found.Languages)[0]
		lines = append(lines, slash.Join(" · ",
			slash.Bold(slash.Join(" ", slash.Plain(fmt.Sprintf("%d.", i+1)), digestHeadline(first, storyLinkMost))), storySource(c.Voice, first)))
	}
	return slash.Say(slash.Lines(lines...)).With(slash.Row{Buttons: append(storyButtons(c.Voice, []string{c.Lang}, run.ID),
		d.history.Button(c.Label("digest.history"), digestRef{found.ID}))}), nil
}

func digestOutcome(v slash.Voice, r news.Run) slash.Content {
	if r.Outcome == news.Posted {
		return v.T("run.posted", len(r.Stories))
	}
	return v.T("run." + string(r.Outcome))
}

// digestLetter is a run with a message that could not be sent.
type digestLetter struct {
	run  string
	slot string
	why  outbox.Problem
	at   time.Time
}

// dead are the runs of a digest with messages that could not be sent, the latest
// first, each with its first problem.
func (d *digestFeature) dead(ctx context.Context, of news.Digest) ([]digestLetter, error) {
	messages, err := d.Store.DeadLetters(ctx, of.Server)
	if err != nil {
		return nil, fmt.Errorf("look up what could not be sent to %s: %w", of.Server, err)
	}
	var dead []digestLetter
	for _, m := range messages {
		id, slot, ok := strings.Cut(m.Group, digestSlotMark)
		if !ok || id != of.ID {
			continue
		}
		if n := len(dead); n > 0 && dead[n-1].run == m.Group {
			if m.Problem != outbox.EarlierIsDead {
				dead[n-1].why = m.Problem
			}
			continue
		}
		dead = append(dead, digestLetter{m.Group, slot, m.Problem, m.CreatedAt})
	}
	return dead, nil
}

// digestRetries is how many runs can be retried from one page.
const digestRetries = 3

// withDead adds what could not be sent, why, and buttons to try again.
func (d *digestFeature) withDead(c *slash.Call, r slash.Reply, dead []digestLetter) slash.Reply {
	lines := []slash.Content{c.T("digest.unsent", len(dead))}
	var row slash.Row
	for _, l := range dead[:min(len(dead), digestRetries)] {
		lines = append(lines, slash.Bullet(slash.Join(" · ", slash.Time(l.at, slash.DateTime), c.T("unsent."+string(l.why)))))
		row.Buttons = append(row.Buttons, d.retry.Button(c.Label("digest.retry", l.slot), digestRetry{l.run}))
	}
	return r.With(slash.Text{Body: slash.Lines(lines...)}, row)
}

// retryRun sends what could not be sent, to the channel that the digest has now.
func (d *digestFeature) retryRun(ctx context.Context, c *slash.Call, in digestRetry) (slash.Reply, error) {
	id, _, _ := strings.Cut(in.Run, digestSlotMark)
	found, err := d.find(ctx, c, id)
	if err != nil {
		return slash.Reply{}, err
	}
	retried, err := d.Store.Retry(ctx, in.Run, found.Channel, d.change(c, "retried", found.Name))
	if err != nil {
		return slash.Reply{}, fmt.Errorf("retry %s: %w", in.Run, err)
	}
	if !retried {
		return slash.Reply{}, c.Sorry(c.T("digest.nothing_unsent"), c.T("safe.nothing_posted"), slash.Try("digest history"))
	}
	d.Posted()
	r := slash.Say(c.T("digest.retrying", slash.ChannelMention(found.Channel)))
	if !found.Paused {
		return r, nil
	}
	return slash.Say(c.T("digest.retrying", slash.ChannelMention(found.Channel)), d.state(c, found)).With(slash.Row{Buttons: []slash.Button{
		d.resume.Button(c.Label("digest.resume"), digestRef{found.ID}).With(slash.Good),
	}}), nil
}

// showMore answers whoever wants more than an edition told, in their own language.
func (d *digestFeature) showMore(ctx context.Context, c *slash.Call, in digestMore) (slash.Reply, error) {
	found, ok, err := d.Store.Digest(ctx, in.Digest)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up digest %s: %w", in.Digest, err)
	}
	if !ok || found.Server != c.Place.Server {
		return slash.Reply{}, c.Sorry(c.T("digest.no_more"), c.T("safe.only_you_saw"), slash.Try("news"))
	}
	runs, err := d.Store.Runs(ctx, found.ID, digestRunsShown)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up runs of %s: %w", found.ID, err)
	}
	told := map[string]bool{} // items
	for _, r := range runs {
		for _, s := range r.Stories {
			for _, it := range s.Items {
				told[it.ID] = told[it.ID] || r.At.Unix() == in.Run
			}
		}
	}
	stories, err := d.press.room.recent(ctx, found.Server, found.Topics, c.Lang)
	if err != nil {
		return slash.Reply{}, err
	}
	rest := slices.DeleteFunc(stories, func(s news.Story) bool {
		return slices.ContainsFunc(s.Items, func(it news.Item) bool { return told[it.ID] })
	})
	return newsReply(c.Voice, c.T("digest.more_head", found.Name), rest).As(slash.Anew), nil
}
