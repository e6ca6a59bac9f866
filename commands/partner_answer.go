package commands

import (
	"context"
	"strings"

	"magpie/community"
	"magpie/outbox"
	"magpie/slash"
)

// partnerTold ends the group of the direct message that tells of an ask.
const partnerTold = "-told"

// partnerDirect names an ask on its direct message, which is found by the nonce.
type partnerDirect struct{ Ask, Nonce string }

// asked are the blocks that tell somebody of an ask, with what they can do.
func (p *Partners) asked(v slash.Voice, ask community.PartnerAsk, sender community.Partner) []slash.Block {
	in := partnerAsked{ask.ID}
	return append(p.askedText(v, ask, sender), slash.Row{Buttons: []slash.Button{
		p.yes.Button(v.Label("partner.yes"), in).With(slash.Good), p.no.Button(v.Label("partner.no"), in),
	}}, slash.Row{Buttons: []slash.Button{
		p.blockAsk.Button(v.Label("partner.block"), in), p.reportAsk.Button(v.Label("partner.report"), in),
	}})
}

func (p *Partners) askedText(v slash.Voice, ask community.PartnerAsk, sender community.Partner) []slash.Block {
	lines := append([]slash.Content{v.T("partner.wants")}, p.lines(v, sender, "partner.card.")...)
	lines = append(lines, v.T("partner.wants.until", slash.Time(ask.At.Add(community.AskFor), slash.Date)))
	return []slash.Block{slash.Text{Body: slash.Lines(lines...)}}
}

// askedDirectly is the direct message that tells of an ask; it comes only to those who
// switched it on, and says so.
func (p *Partners) askedDirectly(v slash.Voice, ask community.PartnerAsk, sender community.Partner, nonce string) slash.Reply {
	return slash.Reply{Blocks: p.askedText(v, ask, sender)}.With(slash.Text{Body: v.T("partner.wants.direct")}, slash.Row{Buttons: []slash.Button{
		p.answer.Button(v.Label("partner.answer"), partnerDirect{ask.ID, nonce}).With(slash.Main),
	}})
}

// answerDirect shows an ask to its receiver again, privately and as it is by now.
func (p *Partners) answerDirect(ctx context.Context, c *slash.Call, in partnerDirect) (slash.Reply, error) {
	ask, err := p.waiting(ctx, c, in.Ask)
	if err != nil {
		return slash.Reply{}, err
	}
	sender, ok, err := p.Profiles.Partner(ctx, ask.Server, ask.Sender)
	if err != nil {
		return slash.Reply{}, err
	}
	if !ok {
		return slash.Reply{}, p.askGone(c)
	}
	return slash.Reply{Blocks: p.asked(c.Voice, ask, sender)}.As(slash.Anew), nil
}

// waiting is an ask that waits for the caller's answer, wherever they press.
func (p *Partners) waiting(ctx context.Context, c *slash.Call, id string) (community.PartnerAsk, error) {
	ask, ok, err := p.Asks.PartnerAsk(ctx, id)
	if err != nil {
		return ask, err
	}
	if !ok || ask.Receiver != c.Person.ID || ask.State != community.AskOpen || p.Now().After(ask.At.Add(community.AskFor)) {
		return ask, p.askGone(c)
	}
	return ask, nil
}

func (p *Partners) askGone(c *slash.Call) error {
	return c.Sorry(c.T("partner.ask_gone"), c.T("safe.nothing_changed"), slash.Try("partner find"))
}

func (p *Partners) sayYes(ctx context.Context, c *slash.Call, in partnerAsked) (slash.Reply, error) {
	ask, err := p.waiting(ctx, c, in.Ask)
	if err != nil {
		return slash.Reply{}, err
	}
	server, ok, err := p.Settings.Server(ctx, ask.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	if !ok || server.PartnerChannel == "" {
		return slash.Reply{}, c.Sorry(c.T("partner.off"), c.T("safe.nothing_posted"), slash.Try("phrase"))
	}
	letters, err := p.letters(ctx, c, server, ask.Sender, ask.Receiver)
	if err != nil {
		return slash.Reply{}, err
	}
	out, err := p.Asks.AnswerAsk(ctx, ask, true, letters)
	if err != nil {
		return slash.Reply{}, err
	}
	if out != community.NowMet {
		return slash.Reply{}, p.askGone(c)
	}
	p.Posted()
	return slash.Say(c.T("partner.met", slash.ChannelMention(server.PartnerChannel))), nil
}

// sayNo declines; whoever asked is not told.
func (p *Partners) sayNo(ctx context.Context, c *slash.Call, in partnerAsked) (slash.Reply, error) {
	ask, err := p.waiting(ctx, c, in.Ask)
	if err != nil {
		return slash.Reply{}, err
	}
	out, err := p.Asks.AnswerAsk(ctx, ask, false, nil)
	if err != nil {
		return slash.Reply{}, err
	}
	if out != community.NowDeclined {
		return slash.Reply{}, p.askGone(c)
	}
	return slash.Say(c.T("partner.declined")), nil
}

func (p *Partners) blockSender(ctx context.Context, c *slash.Call, in partnerAsked) (slash.Reply, error) {
	ask, err := p.waiting(ctx, c, in.Ask)
	if err != nil {
		return slash.Reply{}, err
	}
	return p.blockPerson(ctx, c, ask.Server, ask.Sender)
}

// Head tells people at the head of their next reply, once, who would like to meet them in
// this server, and that their own profile expires soon.
func (p *Partners) Head() slash.Finisher {
	return func(ctx context.Context, c *slash.Call, r slash.Reply) (slash.Reply, error) {
		if c.Kind != slash.Typed || c.Place.Direct() || public(c, r) || strings.HasPrefix(c.Command, "partner ") {
			return r, nil
		}
		asks, senders, err := p.Asks.AsksFor(ctx, c.Place.Server, c.Person.ID, true)
		if err != nil {
			return r, err
		}
		if len(asks) > 0 {
			return p.headed(r, p.asked(c.Voice, asks[0], senders[0]), func() (bool, error) {
				return true, p.Asks.AskTold(ctx, asks[0].ID, true)
			})
		}
		me, ok, err := p.Profiles.Partner(ctx, c.Place.Server, c.Person.ID)
		if err != nil || !ok || !me.Found(p.Now()) || me.Reminded || me.Expires.Sub(p.Now()) > community.PartnerDue {
			return r, err
		}
		return p.headed(r, []slash.Block{
			slash.Text{Body: c.T("partner.expires", slash.Time(me.Expires, slash.Date))},
			slash.Row{Buttons: []slash.Button{p.renewButton(c.Voice)}},
		}, func() (bool, error) { return p.Profiles.RemindPartner(ctx, me.ID) })
	}
}

// headed puts blocks at the head of a reply, if there is room and they are noted as told.
func (p *Partners) headed(r slash.Reply, blocks []slash.Block, note func() (first bool, err error)) (slash.Reply, error) {
	headed := r
	headed.Blocks = append(append(blocks, slash.Divider{}), r.Blocks...)
	if headed.Check() != nil {
		return r, nil // it waits for a reply with more room
	}
	if first, err := note(); err != nil || !first {
		return r, err
	}
	return headed, nil
}

// PartnerUndelivered is what [Partners.Undelivered] works with.
type PartnerUndelivered interface {
	AlertKeeper
	AskTold(ctx context.Context, id string, told bool) error
}

// Undelivered returns what to call with a message that the outbox gave up. A direct message
// that nobody takes is told with the next command instead; of a channel that is closed to
// Magpie moderators are told once, and introductions wait for another.
func (p *Partners) Undelivered(store PartnerUndelivered) func(ctx context.Context, m outbox.Message) error {
	return func(ctx context.Context, m outbox.Message) error {
		if !strings.HasPrefix(m.Group, partnerGroup) {
			return nil
		}
		if ask, direct := strings.CutSuffix(m.Group, partnerTold); direct {
			return store.AskTold(ctx, ask, false)
		}
		if !m.Problem.Closed() {
			return nil
		}
		change := community.Change{Server: m.Server, At: p.Now(), Key: "change.partner.unreachable"}
		_, err := store.EditServer(ctx, m.Server, func(s *community.Server) {
			if s.PartnerChannel == m.Channel {
				s.PartnerChannel = ""
			}
		}, change)
		if err != nil {
			return err
		}
		return store.AddAlert(ctx, community.Alert{ID: "not introduced " + m.ID, Server: m.Server, At: p.Now(), Key: "alert.partner.channel"})
	}
}
