package commands

import (
	"context"
	"time"

	"magpie/community"
	"magpie/outbox"
	"magpie/phrase"
	"magpie/slash"
)

// PartnerProfiles keeps what people say of themselves to those who look for a partner.
type PartnerProfiles interface {
	Partner(ctx context.Context, server, person string) (community.Partner, bool, error)
	PartnerByID(ctx context.Context, id string) (community.Partner, bool, error)
	// EditPartner changes a profile, or makes one; false if its person is banned.
	EditPartner(ctx context.Context, server, person string, edit func(*community.Partner)) (community.Partner, bool, error)
	LeavePartners(ctx context.Context, server, person string) (left bool, err error)
	SeenPartner(ctx context.Context, server, person string) error
	RemindPartner(ctx context.Context, id string) (first bool, err error)
	PartnerBanned(ctx context.Context, server, person string) (bool, error)
}

// PartnerFinder finds the profiles that a person may be shown.
type PartnerFinder interface {
	Partners(ctx context.Context, server, person string) ([]community.Partner, error)
	KeepApart(ctx context.Context, a community.Apart) error
	BlockPartner(ctx context.Context, server, person, other string) error
	CountBlocks(ctx context.Context, server, person string) (int, error)
	UnblockPartners(ctx context.Context, server, person string) error
}

// partnerLetters makes what is sent because of an ask as it is by now.
type partnerLetters = func(ask community.PartnerAsk, sender, receiver community.Partner) ([]outbox.Message, error)

// PartnerAsks keeps who would like to meet whom.
type PartnerAsks interface {
	// AskPartner asks once; of two who ask each other it makes two who have met.
	AskPartner(ctx context.Context, ask community.PartnerAsk, letters partnerLetters) (community.PartnerAsk, community.AskOutcome, error)
	AnswerAsk(ctx context.Context, ask community.PartnerAsk, yes bool, letters partnerLetters) (community.AskOutcome, error)
	EndMeeting(ctx context.Context, ask community.PartnerAsk, person string) (ended bool, err error)
	PartnerAsk(ctx context.Context, id string) (community.PartnerAsk, bool, error)
	// AsksFor are those that wait for a person, each with the profile of who asks.
	AsksFor(ctx context.Context, server, person string, untold bool) ([]community.PartnerAsk, []community.Partner, error)
	AskTold(ctx context.Context, id string, told bool) error
	OpenAsks(ctx context.Context, person string) (int, error)
}

// PartnerReports keeps what people tell moderators about others, and what came of it.
type PartnerReports interface {
	// ReportPartner reports false if its reporter has said enough for today.
	ReportPartner(ctx context.Context, r community.PartnerReport, alert community.Alert) (kept bool, err error)
	PartnerReports(ctx context.Context, server string) ([]community.PartnerReport, error)
	SettleReport(ctx context.Context, id, as string, ch community.Change) (settled bool, err error)
	PartnerBans(ctx context.Context, server string) ([]community.PartnerBan, error)
	UnbanPartner(ctx context.Context, pseudonym string, ch community.Change) (unbanned bool, err error)
}

// PartnerSettings keeps where partners are introduced.
type PartnerSettings interface {
	Settings
	CountPartners(ctx context.Context, server string) (int, error)
	// RetryIntroductions posts in a channel what could not be posted in another.
	RetryIntroductions(ctx context.Context, channel string, ch community.Change) error
}

// PartnerNeeds are what /partner works with.
type PartnerNeeds struct {
	Profiles    PartnerProfiles
	Finder      PartnerFinder
	Asks        PartnerAsks
	Reports     PartnerReports
	Settings    PartnerSettings
	People      People
	Questions   func() ([]phrase.Question, error)
	Words       slash.Words
	Permissions Permitted
	Now         func() time.Time
	Posted      func() // called after a message was handed to the outbox
}

// Partners lets people find somebody to practise a language with. Each sees of the others
// what they speak, learn and like, and not who they are; when two agree, they are introduced
// in a thread of a channel that moderators chose. Without that channel it is off.
type Partners struct {
	PartnerNeeds

	open, edit, find             *slash.Action[slash.Nothing]
	join, pause, direct, renew   *slash.Action[slash.Nothing]
	askLeave, leave, unblock     *slash.Action[slash.Nothing]
	speaks                       *slash.Action[partnerSpeaks]
	learns                       *slash.Action[partnerLearns]
	likes                        *slash.Action[partnerLikes]
	about                        *slash.Action[partnerAbout]
	ask, skip, block, report     *slash.Action[partnerCard]
	sendReport                   *slash.Action[partnerComplaint]
	yes, no, blockAsk, reportAsk *slash.Action[partnerAsked]
	answer                       *slash.Action[partnerDirect]
	end                          *slash.Action[partnerMet]
	endNow, reportMet            *slash.Action[partnerAsked]
	settings, off, bans          *slash.Action[slash.Nothing]
	channel                      *slash.Action[partnerChannel]
	recheck                      *slash.Action[partnerRecheck]
	reports                      *slash.Action[partnerPage]
	settle                       *slash.Action[partnerSettle]
	unban                        *slash.Action[partnerUnban]
}

// partnerCard names a profile, which does not say whose it is.
type partnerCard struct{ Profile string }

// partnerAsked names an ask.
type partnerAsked struct{ Ask string }

// NewPartners makes the feature; its Feature serves it, its Head tells people who would
// like to meet them.
func NewPartners(n PartnerNeeds) *Partners {
	p := &Partners{PartnerNeeds: n}
	plain := func(name string, run func(context.Context, *slash.Call, slash.Nothing) (slash.Reply, error)) *slash.Action[slash.Nothing] {
		return &slash.Action[slash.Nothing]{Name: name, Run: run}
	}
	p.open, p.edit, p.find = plain("partner.open", p.mine), plain("partner.edit", p.openAbout), plain("partner.find", p.next)
	p.join, p.pause, p.direct, p.renew = plain("partner.join", p.list), plain("partner.pause", p.unlist), plain("partner.direct", p.toggleDirect), plain("partner.renew", p.renewIt)
	p.askLeave, p.leave, p.unblock = plain("partner.ask_leave", p.confirmLeave), plain("partner.leave", p.leaveNow), plain("partner.unblock", p.unblockAll)
	p.speaks = &slash.Action[partnerSpeaks]{Name: "partner.speaks", Run: p.setSpeaks}
	p.learns = &slash.Action[partnerLearns]{Name: "partner.learns", Run: p.setLearns}
	p.likes = &slash.Action[partnerLikes]{Name: "partner.likes", Run: p.setLikes}
	p.about = &slash.Action[partnerAbout]{Name: "partner.about", Run: p.setAbout}
	p.ask = &slash.Action[partnerCard]{Name: "partner.ask", Run: p.askToMeet}
	p.skip = &slash.Action[partnerCard]{Name: "partner.skip", Run: p.notNow}
	p.block = &slash.Action[partnerCard]{Name: "partner.block", Run: p.blockCard}
	p.report = &slash.Action[partnerCard]{Name: "partner.report", Run: p.openReport}
	p.sendReport = &slash.Action[partnerComplaint]{Name: "partner.complain", Run: p.complain}
	p.yes = &slash.Action[partnerAsked]{Name: "partner.yes", Run: p.sayYes}
	p.no = &slash.Action[partnerAsked]{Name: "partner.no", Run: p.sayNo}
	p.blockAsk = &slash.Action[partnerAsked]{Name: "partner.block_ask", Run: p.blockSender}
	p.reportAsk = &slash.Action[partnerAsked]{Name: "partner.report_ask", Run: p.openReportAsk}
	p.answer = &slash.Action[partnerDirect]{Name: "partner.answer", Run: p.answerDirect}
	p.end = &slash.Action[partnerMet]{Name: "partner.end", Run: p.offerEnd}
	p.endNow = &slash.Action[partnerAsked]{Name: "partner.end_now", Run: p.endMeeting}
	p.reportMet = &slash.Action[partnerAsked]{Name: "partner.report_met", Run: p.openReportAsk}
	p.moderate()
	return p
}

// Feature is the command /partner and its actions.
func (p *Partners) Feature() slash.Feature {
	return slash.Feature{
		Commands: []slash.Command{{Name: "partner", Sub: []slash.Command{
			{Name: "find", Run: slash.Run(p.next)},
			{Name: "join", Run: slash.Run(p.mine)},
			{Name: "mine", Run: slash.Run(p.mine)},
			{Name: "leave", Run: slash.Run(p.confirmLeave)},
		}}},
		Actions: []slash.Route{
			p.open, p.edit, p.find, p.join, p.pause, p.direct, p.renew, p.askLeave, p.leave, p.unblock, p.speaks, p.learns, p.likes, p.about,
			p.ask, p.skip, p.block, p.report, p.sendReport, p.yes, p.no, p.blockAsk, p.reportAsk, p.answer, p.end, p.endNow, p.reportMet,
			p.settings, p.off, p.bans, p.channel, p.recheck, p.reports, p.settle, p.unban,
		},
	}
}

// here is the caller's server, if partners can be looked for there and by the caller.
func (p *Partners) here(ctx context.Context, c *slash.Call) (community.Server, error) {
	server, err := serverOf(ctx, c, p.Settings)
	if err != nil {
		return server, err
	}
	if server.PartnerChannel == "" {
		return server, p.isOff(ctx, c)
	}
	banned, err := p.Profiles.PartnerBanned(ctx, server.ID, c.Person.ID)
	if err == nil && banned {
		err = p.banned(c)
	}
	return server, err
}

// isOff says that partners are off here, and what became of the caller's card.
func (p *Partners) isOff(ctx context.Context, c *slash.Call) error {
	_, kept, err := p.Profiles.Partner(ctx, c.Place.Server, c.Person.ID)
	if err != nil {
		return err
	}
	if kept {
		return c.Sorry(c.T("partner.off"), c.T("partner.off.kept"), slash.Try("partner leave"))
	}
	return c.Sorry(c.T("partner.off"), c.T("safe.nothing_changed"), slash.Try("phrase"))
}

func (p *Partners) banned(c *slash.Call) error {
	return c.Sorry(c.T("partner.banned"), c.T("safe.nothing_changed"), slash.Try("phrase"))
}
