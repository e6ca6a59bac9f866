package commands

import (
	"context"
	"errors"
	"slices"
	"strings"

	"magpie/community"
	"magpie/slash"
)

// What is chosen on the page: tags of languages, and names of interests.
type (
	partnerSpeaks struct {
		Languages []string `slash:"languages,max=5"`
	}
	partnerLearns struct {
		Languages []string `slash:"languages,max=5"`
	}
	partnerLikes struct {
		Interests []string `slash:"interests,optional,max=5"`
	}
	partnerAbout struct {
		About string `slash:"about,long,optional,max=100"`
	}
)

// mine is the page on which people say what they speak, learn and like.
func (p *Partners) mine(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := p.here(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	profile, _, err := p.Profiles.Partner(ctx, server.ID, c.Person.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	return p.page(ctx, c, server, profile, false)
}

// pageHead says whether others can find a profile, which was changed just now or is opened.
func (p *Partners) pageHead(c *slash.Call, server community.Server, profile community.Partner, changed bool) []slash.Content {
	switch ends := slash.Time(profile.Expires, slash.Date); {
	case profile.Found(p.Now()) && profile.Direct:
		return []slash.Content{c.T("partner.page.on_direct", ends)}
	case profile.Found(p.Now()):
		return []slash.Content{c.T("partner.page.on", ends)}
	case profile.Complete() && !changed:
		return []slash.Content{c.T("partner.page.paused")}
	}
	head := []slash.Content{c.T("partner.page.new"), c.T("partner.page.rules", slash.ChannelMention(server.PartnerChannel))}
	if profile.Complete() {
		head = append(head, c.T("partner.page.ready"))
	}
	return head
}

// page shows a profile to its owner; one that is new has no id.
func (p *Partners) page(ctx context.Context, c *slash.Call, server community.Server, profile community.Partner, changed bool) (slash.Reply, error) {
	now := p.Now()
	head := p.pageHead(c, server, profile, changed)
	r := slash.Say(slash.Lines(head...), slash.Lines(p.lines(c.Voice, profile, "partner.line.")...)).With(
		p.speaks.Menu(c.Label("partner.menu.speaks"), partnerSpeaks{}, partnerTongues(profile.Speaks)...),
		p.learns.Menu(c.Label("partner.menu.learns"), partnerLearns{}, partnerTongues(profile.Learns)...),
		p.likes.Menu(c.Label("partner.menu.likes"), partnerLikes{}, partnerInterests(c.Voice, profile.Interests)...),
	)
	buttons := []slash.Button{p.edit.Button(c.Label("partner.edit"), slash.Nothing{})}
	if !profile.Found(now) {
		join := p.join.Button(c.Label("partner.join"), slash.Nothing{}).With(slash.Good).When(profile.Complete())
		return r.With(slash.Row{Buttons: append(buttons, join)}), nil
	}
	blocks, err := p.Finder.CountBlocks(ctx, server.ID, c.Person.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	open, err := p.Asks.OpenAsks(ctx, c.Person.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	if open > 0 {
		r = r.With(slash.Text{Body: c.T("partner.waiting", open)})
	}
	buttons = append(buttons,
		p.find.Button(c.Label("partner.find"), slash.Nothing{}).With(slash.Main),
		p.pause.Button(c.Label("partner.pause"), slash.Nothing{}),
		p.direct.Button(c.Label(directLabel(profile.Direct)), slash.Nothing{}))
	if profile.Expires.Sub(now) < community.PartnerDue {
		buttons = append(buttons, p.renewButton(c.Voice))
	}
	if blocks > 0 {
		buttons = append(buttons, p.unblock.Button(c.Label("partner.unblock", blocks), slash.Nothing{}))
	}
	return r.With(rows(append(buttons, p.askLeave.Button(c.Label("partner.leave"), slash.Nothing{}).With(slash.Danger)))...), nil
}

func directLabel(direct bool) string {
	if direct {
		return "partner.direct.stop"
	}
	return "partner.direct.start"
}

func (p *Partners) renewButton(v slash.Voice) slash.Button {
	return p.renew.Button(v.Label("partner.renew"), slash.Nothing{}).With(slash.Good)
}

// lines are what a profile says, with words at prefix: as its owner or as others see it.
func (p *Partners) lines(v slash.Voice, profile community.Partner, prefix string) []slash.Content {
	lines := []slash.Content{
		slash.Bullet(v.T(prefix+"speaks", tongueNames(v, profile.Speaks))),
		slash.Bullet(v.T(prefix+"learns", tongueNames(v, profile.Learns))),
	}
	if len(profile.Interests) > 0 {
		lines = append(lines, slash.Bullet(v.T(prefix+"likes", interestNames(v, profile.Interests))))
	}
	if profile.About != "" {
		lines = append(lines, slash.Quote(slash.Plain(profile.About)))
	}
	return lines
}

func tongueNames(v slash.Voice, tags []string) slash.Plain {
	if len(tags) == 0 {
		return slash.Plain(v.Label("partner.not_chosen"))
	}
	var names []string
	for _, tag := range tags {
		names = append(names, community.LanguageName(tag))
	}
	return slash.Plain(strings.Join(names, v.Label("list.separator")))
}

func interestNames(v slash.Voice, interests []string) slash.Plain {
	var names []string
	for _, name := range interests {
		names = append(names, v.Label("partner.interest."+name))
	}
	return slash.Plain(strings.Join(names, v.Label("list.separator")))
}

func partnerTongues(on []string) []slash.Choice {
	var choices []slash.Choice
	for _, l := range community.PartnerLanguages {
		choices = append(choices, slash.Choice{Name: l.Name, Value: l.Tag, On: slices.Contains(on, l.Tag)})
	}
	return choices
}

func partnerInterests(v slash.Voice, on []string) []slash.Choice {
	var choices []slash.Choice
	for _, name := range community.PartnerInterests {
		choices = append(choices, slash.Choice{Name: v.Label("partner.interest." + name), Value: name, On: slices.Contains(on, name)})
	}
	return choices
}

// change changes the caller's profile and shows it, as one that is being written.
func (p *Partners) change(ctx context.Context, c *slash.Call, edit func(*community.Partner)) (slash.Reply, error) {
	return p.save(ctx, c, true, edit)
}

// save changes the caller's profile and shows its page.
func (p *Partners) save(ctx context.Context, c *slash.Call, changed bool, edit func(*community.Partner)) (slash.Reply, error) {
	server, err := p.here(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	profile, ok, err := p.Profiles.EditPartner(ctx, server.ID, c.Person.ID, func(profile *community.Partner) {
		edit(profile)
		profile.Listed = profile.Listed && profile.Complete()
	})
	if err != nil {
		return slash.Reply{}, err
	}
	if !ok {
		return slash.Reply{}, p.banned(c)
	}
	return p.page(ctx, c, server, profile, changed)
}

func (p *Partners) setSpeaks(ctx context.Context, c *slash.Call, in partnerSpeaks) (slash.Reply, error) {
	return p.change(ctx, c, func(profile *community.Partner) { profile.Speak(in.Languages, profile.Learns) })
}

// setLearns lets what is learnt be no longer spoken: it was chosen last.
func (p *Partners) setLearns(ctx context.Context, c *slash.Call, in partnerLearns) (slash.Reply, error) {
	return p.change(ctx, c, func(profile *community.Partner) {
		speaks := slices.DeleteFunc(slices.Clone(profile.Speaks), func(tag string) bool { return slices.Contains(in.Languages, tag) })
		profile.Speak(speaks, in.Languages)
	})
}

func (p *Partners) setLikes(ctx context.Context, c *slash.Call, in partnerLikes) (slash.Reply, error) {
	return p.change(ctx, c, func(profile *community.Partner) { profile.Like(in.Interests) })
}

func (p *Partners) openAbout(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := p.here(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	profile, _, err := p.Profiles.Partner(ctx, server.ID, c.Person.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Reply{Form: p.about.Form(c.Voice, c.Label("partner.about_title"), partnerAbout{profile.About})}, nil
}

// setAbout takes what somebody says of themselves; what it may not hold is named, and the
// text given back.
func (p *Partners) setAbout(ctx context.Context, c *slash.Call, in partnerAbout) (slash.Reply, error) {
	text := oneLine(in.About)
	if err := community.CheckAbout(text); err != nil {
		var problem community.AboutProblem
		if !errors.As(err, &problem) {
			return slash.Reply{}, err
		}
		return slash.Reply{}, c.Sorry(c.T("partner.problem."+string(problem)), c.T("safe.nothing_changed"), slash.Advice{
			Text: slash.Lines(c.T("partner.problem.yours"), slash.Quote(slash.Plain(text))),
			Then: p.edit.Button(c.Label("partner.edit_again"), slash.Nothing{}),
		})
	}
	return p.change(ctx, c, func(profile *community.Partner) { profile.About = text })
}

func (p *Partners) list(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return p.change(ctx, c, func(profile *community.Partner) {
		profile.Listed, profile.Expires, profile.Reminded = true, p.Now().Add(community.PartnerFor), false
	})
}

func (p *Partners) unlist(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return p.save(ctx, c, false, func(profile *community.Partner) { profile.Listed = false })
}

func (p *Partners) toggleDirect(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return p.change(ctx, c, func(profile *community.Partner) { profile.Direct = !profile.Direct })
}

func (p *Partners) renewIt(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return p.change(ctx, c, func(profile *community.Partner) {
		profile.Expires, profile.Reminded = p.Now().Add(community.PartnerFor), false
	})
}

func (p *Partners) confirmLeave(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	_, ok, err := p.Profiles.Partner(ctx, c.Place.Server, c.Person.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	if !ok {
		return slash.Reply{}, c.Sorry(c.T("partner.not_in"), c.T("safe.nothing_changed"), slash.Try("partner join"))
	}
	return slash.Say(c.T("partner.leave.ask")).With(slash.Row{Buttons: []slash.Button{
		p.leave.Button(c.Label("partner.leave.now"), slash.Nothing{}).With(slash.Danger),
		p.pause.Button(c.Label("partner.pause"), slash.Nothing{}),
		p.open.Button(c.Label("partner.leave.keep"), slash.Nothing{}),
	}}), nil
}

// leaveNow works where partners were switched off, too.
func (p *Partners) leaveNow(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	left, err := p.Profiles.LeavePartners(ctx, c.Place.Server, c.Person.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	if !left {
		return slash.Reply{}, c.Sorry(c.T("partner.not_in"), c.T("safe.nothing_changed"), slash.Try("partner join"))
	}
	return slash.Say(c.T("partner.left")), nil
}

func (p *Partners) unblockAll(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	if err := p.Finder.UnblockPartners(ctx, c.Place.Server, c.Person.ID); err != nil {
		return slash.Reply{}, err
	}
	return p.mine(ctx, c, slash.Nothing{})
}
