package commands

import (
	"cmp"
	"context"
	"crypto/rand"

	"magpie/community"
	"magpie/outbox"
	"magpie/slash"
)

// partnerGroup begins the ids of asks, which are the groups of introductions too.
const partnerGroup = "partner-"

// next shows whoever waits for the caller's answer or else the best of those whom they
// may meet, one at a time.
func (p *Partners) next(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, me, err := p.me(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	if err := p.Profiles.SeenPartner(ctx, server.ID, me.Person); err != nil {
		return slash.Reply{}, err
	}
	asks, senders, err := p.Asks.AsksFor(ctx, server.ID, me.Person, false)
	if err != nil {
		return slash.Reply{}, err
	}
	if len(asks) > 0 {
		if err := p.Asks.AskTold(ctx, asks[0].ID, true); err != nil {
			return slash.Reply{}, err
		}
		return slash.Reply{Blocks: p.asked(c.Voice, asks[0], senders[0])}, nil
	}
	others, err := p.Finder.Partners(ctx, server.ID, me.Person)
	if err != nil {
		return slash.Reply{}, err
	}
	best := me.Best(others, p.Now())
	if len(best) == 0 {
		return slash.Say(c.T("partner.nobody")).With(slash.Row{Buttons: []slash.Button{p.openButton(c.Voice)}}), nil
	}
	return p.card(c.Voice, me, best[0], len(best)-1), nil
}

// me is the caller's server and profile, if others can find it.
func (p *Partners) me(ctx context.Context, c *slash.Call) (community.Server, community.Partner, error) {
	server, err := p.here(ctx, c)
	if err != nil {
		return server, community.Partner{}, err
	}
	me, ok, err := p.Profiles.Partner(ctx, server.ID, c.Person.ID)
	switch {
	case err != nil:
		return server, me, err
	case !ok:
		return server, me, c.Sorry(c.T("partner.first_join"), c.T("partner.first_join.safe"), p.openButton(c.Voice).With(slash.Main))
	case !me.Found(p.Now()):
		return server, me, c.Sorry(c.T("partner.is_paused"), c.T("partner.first_join.safe"), p.openButton(c.Voice).With(slash.Main))
	}
	return server, me, nil
}

func (p *Partners) openButton(v slash.Voice) slash.Button {
	return p.open.Button(v.Label("partner.open"), slash.Nothing{})
}

// card is somebody's profile, without who they are, and how many more there are.
func (p *Partners) card(v slash.Voice, me, o community.Partner, more int) slash.Reply {
	head := "partner.card.one_way"
	if me.Teaches(o) && o.Teaches(me) {
		head = "partner.card.both_ways"
	}
	r := slash.Say(slash.Lines(append([]slash.Content{v.T(head)}, p.lines(v, o, "partner.card.")...)...))
	if more > 0 {
		r = r.With(slash.Text{Body: v.T("partner.card.more", more)})
	}
	card := partnerCard{o.ID}
	return r.With(
		slash.Row{Buttons: []slash.Button{
			p.ask.Button(v.Label("partner.ask"), card).With(slash.Main), p.skip.Button(v.Label("partner.skip"), card),
		}},
		slash.Row{Buttons: []slash.Button{
			p.block.Button(v.Label("partner.block"), card), p.report.Button(v.Label("partner.report"), card),
		}})
}

// other is the profile of somebody else in the caller's server.
func (p *Partners) other(ctx context.Context, c *slash.Call, server, id string) (community.Partner, error) {
	o, ok, err := p.Profiles.PartnerByID(ctx, id)
	if err != nil {
		return o, err
	}
	if !ok || o.Server != server || o.Person == c.Person.ID {
		return o, p.gone(c)
	}
	return o, nil
}

func (p *Partners) gone(c *slash.Call) error {
	return c.Sorry(c.T("partner.gone"), c.T("safe.nothing_changed"), p.find.Button(c.Label("partner.find_next"), slash.Nothing{}))
}

// askToMeet asks somebody whether they would like to meet the caller. Two who ask each
// other have met.
func (p *Partners) askToMeet(ctx context.Context, c *slash.Call, in partnerCard) (slash.Reply, error) {
	server, me, err := p.me(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	o, err := p.other(ctx, c, server.ID, in.Profile)
	if err != nil {
		return slash.Reply{}, err
	}
	letters, err := p.letters(ctx, c, server, me.Person, o.Person)
	if err != nil {
		return slash.Reply{}, err
	}
	ask := community.PartnerAsk{ID: partnerGroup + rand.Text()[:16], Server: server.ID, Sender: me.Person, Receiver: o.Person}
	_, out, err := p.Asks.AskPartner(ctx, ask, letters)
	if err != nil {
		return slash.Reply{}, err
	}
	next := slash.Row{Buttons: []slash.Button{p.find.Button(c.Label("partner.find_next"), slash.Nothing{})}}
	switch out {
	case community.NowAsked, community.AskedBefore:
		p.Posted()
		return slash.Say(c.T("partner.asked", slash.ChannelMention(server.PartnerChannel))).With(next), nil
	case community.NowMet:
		p.Posted()
		return slash.Say(c.T("partner.met", slash.ChannelMention(server.PartnerChannel))), nil
	case community.TooManyOpen:
		return slash.Reply{}, c.Sorry(c.T("partner.too_many_open", community.OpenAsks), c.T("safe.nothing_changed"), p.openButton(c.Voice))
	case community.TooManyToday:
		return slash.Reply{}, c.Sorry(c.T("partner.too_many_today", community.AsksADay), c.T("safe.nothing_changed"), p.openButton(c.Voice))
	}
	return slash.Reply{}, p.gone(c)
}

// notNow passes somebody over, who is not told.
func (p *Partners) notNow(ctx context.Context, c *slash.Call, in partnerCard) (slash.Reply, error) {
	server, me, err := p.me(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	if o, err := p.other(ctx, c, server.ID, in.Profile); err == nil {
		apart := community.Apart{
			Server: server.ID, Person: me.Person, Other: o.Person, Until: p.Now().Add(community.ApartFor),
		}
		if err := p.Finder.KeepApart(ctx, apart); err != nil {
			return slash.Reply{}, err
		}
	}
	return p.next(ctx, c, slash.Nothing{})
}

func (p *Partners) blockCard(ctx context.Context, c *slash.Call, in partnerCard) (slash.Reply, error) {
	o, err := p.other(ctx, c, c.Place.Server, in.Profile)
	if err != nil {
		return slash.Reply{}, err
	}
	return p.blockPerson(ctx, c, o.Server, o.Person)
}

// blockPerson keeps the caller and another apart in a server for good.
func (p *Partners) blockPerson(ctx context.Context, c *slash.Call, server, other string) (slash.Reply, error) {
	if err := p.Finder.BlockPartner(ctx, server, c.Person.ID, other); err != nil {
		return slash.Reply{}, err
	}
	r := slash.Say(c.T("partner.blocked"))
	if c.Place.Direct() {
		return r, nil
	}
	return r.With(slash.Row{Buttons: []slash.Button{p.find.Button(c.Label("partner.find_next"), slash.Nothing{})}}), nil
}

// letters are what is sent because of an ask of the caller's or to them: a direct message to
// its receiver if they want those, and when both agree, the introduction.
func (p *Partners) letters(ctx context.Context, c *slash.Call, server community.Server, sender, receiver string) (partnerLetters, error) {
	asking, err := p.reads(ctx, c, sender)
	if err != nil {
		return nil, err
	}
	asked, err := p.reads(ctx, c, receiver)
	if err != nil {
		return nil, err
	}
	v := slash.NewVoice(p.Words, cmp.Or(asked, p.Words.Match(server.Languages[0])))
	server.Languages = introduced(server.Languages, asking, asked)
	questions, err := p.Questions()
	if err != nil {
		return nil, err
	}
	return func(ask community.PartnerAsk, sender, receiver community.Partner) ([]outbox.Message, error) {
		var m outbox.Message
		var err error
		switch {
		case ask.State == community.AskAccepted:
			m, err = p.introduction(server, ask, sender, receiver, questions)
		case receiver.Direct:
			group := ask.ID + partnerTold
			m, err = outbox.NewDirect(group, 1, ask.Receiver, p.askedDirectly(v, ask, sender, outbox.Nonce(group, 1)))
		default:
			return nil, nil
		}
		return []outbox.Message{m}, err
	}, nil
}
