package commands

import (
	"context"
	"strconv"

	"magpie/news"
	"magpie/schedule"
	"magpie/slash"
)

func (d *digestFeature) edit(ctx context.Context, c *slash.Call, in digestRef) (slash.Reply, error) {
	found, err := d.find(ctx, c, in.Digest)
	if err != nil {
		return slash.Reply{}, err
	}
	return d.page(ctx, c, found, nil)
}

func (d *digestFeature) picked(ctx context.Context, c *slash.Call, in digestPick) (slash.Reply, error) {
	return d.edit(ctx, c, digestRef(in))
}

// page shows everything about a digest and lets what is changed most be changed. note
// says what just happened.
func (d *digestFeature) page(ctx context.Context, c *slash.Call, of news.Digest, note slash.Content) (slash.Reply, error) {
	here, err := d.press.room.at(ctx, of.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	ref := digestRef{of.ID}
	pause := d.pause.Button(c.Label("digest.pause"), ref)
	if of.Paused {
		pause = d.resume.Button(c.Label("digest.resume"), ref).With(slash.Good)
	}
	return slash.Say(digestNoted(note, d.about(c, here, of))).With(d.menus(c, here, of)...).With(
		slash.Row{Buttons: []slash.Button{
			d.preview.Button(c.Label("digest.preview"), ref).With(slash.Main),
			d.rename.Button(c.Label("digest.rename"), ref),
			d.settings.Button(c.Label("digest.settings"), digestSettings{of.ID, 0}),
		}},
		slash.Row{Buttons: []slash.Button{
			d.history.Button(c.Label("digest.history"), ref),
			pause,
			d.ask.Button(c.Label("digest.delete"), ref).With(slash.Danger),
		}}), nil
}

// digestNoted is a text below a note, which may be nil.
func digestNoted(note slash.Content, text slash.Content) slash.Content {
	if note == nil {
		return text
	}
	return slash.Lines(note, slash.Plain(""), text)
}

func (d *digestFeature) menus(c *slash.Call, here Newsroom, of news.Digest) []slash.Block {
	var lengths []slash.Choice
	for _, n := range []int{3, 5, 7, 10} {
		lengths = append(lengths, slash.Choice{Name: c.Label("digest.stories", n), Value: strconv.Itoa(n), On: n == of.Length})
	}
	role := d.role.Menu(c.Label("digest.choose_role"), digestRole{Digest: of.ID})
	if of.Role != "" {
		role.Chosen = []string{of.Role}
	}
	return []slash.Block{
		chosenChannel(d.place.Menu(c.Label("digest.choose_channel"), digestPlace{Digest: of.ID}), of.Channel),
		d.topics.Menu(c.Label("digest.choose_topics"), digestTopics{Digest: of.ID}, here.choices(c.Voice, of.Topics)...),
		d.languages.Menu(c.Label("digest.choose_languages"), digestLanguages{Digest: of.ID}, languageChoices(d.Tongues, of.Languages)...),
		d.length.Menu(c.Label("digest.choose_length"), digestStories{Digest: of.ID}, lengths...),
		role,
	}
}

// about is what a digest is, in words.
func (d *digestFeature) about(c *slash.Call, here Newsroom, of news.Digest) slash.Content {
	lines := []slash.Content{
		slash.Heading(3, slash.Plain(of.Name)),
		d.state(c, of),
		slash.Bullet(c.T("digest.line.times", digestWhen(c.Voice, of.Schedule), schedule.City(c.Lang, of.Zone))),
		slash.Bullet(c.T("digest.line.channel", slash.ChannelMention(of.Channel))),
		slash.Bullet(c.T("digest.line.topics", here.titles(c.Voice, of.Topics))),
		slash.Bullet(c.T("digest.line.stories", of.Length, languageNames(d.Tongues, of.Languages))),
	}
	if len(of.Feeds) > 0 {
		lines = append(lines, slash.Bullet(c.T("digest.line.feeds", len(of.Feeds))))
	}
	if of.Role != "" {
		lines = append(lines, slash.Bullet(c.T("digest.line.role", slash.RoleMention(of.Role))))
	}
	if of.PostEmpty {
		lines = append(lines, slash.Bullet(c.T("digest.line.post_empty")))
	}
	return slash.Lines(lines...)
}

// state is when a digest runs next, or why it does not.
func (d *digestFeature) state(c *slash.Call, of news.Digest) slash.Content {
	switch {
	case of.Paused && of.PausedFor != "":
		return c.T("digest.paused_for." + of.PausedFor)
	case of.Paused:
		return c.T("digest.is_paused")
	}
	return c.T("digest.next", slash.Time(of.NextRun, slash.LongDateTime))
}
