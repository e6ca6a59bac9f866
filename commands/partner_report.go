package commands

import (
	"context"
	"crypto/rand"
	"slices"
	"strconv"
	"strings"

	"magpie/community"
	"magpie/slash"
)

// reportAlert is the key of an alert that tells of a report.
const reportAlert = "alert.partner.report"

// partnerComplaint is a report about a profile, or about the other of an ask.
type partnerComplaint struct {
	Profile string
	Ask     string
	Why     string `slash:"why,long,optional,max=300"`
}

// partnerSettle is what a moderator does about a report.
type partnerSettle struct{ Report, As string }

type partnerUnban struct{ Pseudonym string }

// partnerPage is a page of reports, from 0.
type partnerPage struct{ Page int }

func (p *Partners) openReport(ctx context.Context, c *slash.Call, in partnerCard) (slash.Reply, error) {
	if _, err := p.other(ctx, c, c.Place.Server, in.Profile); err != nil {
		return slash.Reply{}, err
	}
	return slash.Reply{Form: p.sendReport.Form(c.Voice, c.Label("partner.report_title"), partnerComplaint{Profile: in.Profile})}, nil
}

func (p *Partners) openReportAsk(ctx context.Context, c *slash.Call, in partnerAsked) (slash.Reply, error) {
	if _, err := p.reported(ctx, c, partnerComplaint{Ask: in.Ask}); err != nil {
		return slash.Reply{}, err
	}
	return slash.Reply{Form: p.sendReport.Form(c.Voice, c.Label("partner.report_title"), partnerComplaint{Ask: in.Ask})}, nil
}

// reported is the report of the caller that a form is about.
func (p *Partners) reported(ctx context.Context, c *slash.Call, in partnerComplaint) (community.PartnerReport, error) {
	r := community.PartnerReport{ID: "partner report " + rand.Text()[:16], Reporter: c.Person.ID, Why: strings.TrimSpace(in.Why), At: p.Now()}
	if in.Ask == "" {
		o, err := p.other(ctx, c, c.Place.Server, in.Profile)
		r.Server, r.Person, r.About, r.Where = o.Server, o.Person, o.About, community.ReportCard
		return r, err
	}
	ask, ok, err := p.Asks.PartnerAsk(ctx, in.Ask)
	if err != nil {
		return r, err
	}
	met := ask.State == community.AskAccepted || ask.State == community.AskEnded
	switch r.Server, r.Where = ask.Server, community.ReportMet; {
	case ok && ask.Receiver == c.Person.ID:
		r.Person = ask.Sender
		if !met {
			r.Where = community.ReportAsk
		}
	case ok && ask.Sender == c.Person.ID && met && ask.Receiver != "":
		r.Person = ask.Receiver
	default:
		return r, p.askGone(c)
	}
	o, _, err := p.Profiles.Partner(ctx, r.Server, r.Person)
	r.About = o.About
	return r, err
}

// complain keeps a report and tells moderators that there is one.
func (p *Partners) complain(ctx context.Context, c *slash.Call, in partnerComplaint) (slash.Reply, error) {
	r, err := p.reported(ctx, c, in)
	if err != nil {
		return slash.Reply{}, err
	}
	alert := community.Alert{ID: r.ID, Server: r.Server, At: r.At, Key: reportAlert, About: r.ID}
	kept, err := p.Reports.ReportPartner(ctx, r, alert)
	if err != nil {
		return slash.Reply{}, err
	}
	if !kept {
		return slash.Reply{}, c.Sorry(c.T("partner.too_many_reports", community.ReportsADay), c.T("partner.too_many_reports.safe"), slash.Try("partner find"))
	}
	return slash.Say(c.T("partner.reported")).As(slash.Anew), nil
}

// Offer is what moderators can do at once about alerts that tell of reports.
func (p *Partners) Offer(v slash.Voice, alerts []community.Alert) []slash.Block {
	if !slices.ContainsFunc(alerts, func(a community.Alert) bool { return a.Key == reportAlert }) {
		return nil
	}
	return []slash.Block{slash.Row{Buttons: []slash.Button{p.reports.Button(v.Label("partner.reports.open"), partnerPage{})}}}
}

// showReports shows moderators one report a page: about whom, what they wrote, and what
// was said of it; never who said it.
func (p *Partners) showReports(ctx context.Context, c *slash.Call, in partnerPage) (slash.Reply, error) {
	all, err := p.Reports.PartnerReports(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	if len(all) == 0 {
		return slash.Say(c.T("partner.reports.none")).With(slash.Row{Buttons: []slash.Button{partnerSettingsButton(c.Voice)}}), nil
	}
	shown, page, last := pageOf(all, in.Page, 1)
	r := shown[0]
	lines := []slash.Content{
		c.T("partner.reports.title", strconv.Itoa(page+1), strconv.Itoa(len(all))),
		c.T("partner.reports.about."+r.Where, slash.UserMention(r.Person), slash.Time(r.At, slash.DateTime)),
	}
	if r.About != "" {
		lines = append(lines, c.T("partner.reports.wrote"), slash.Quote(slash.Plain(r.About)))
	}
	if r.Why != "" {
		lines = append(lines, c.T("partner.reports.why"), slash.Quote(slash.Plain(r.Why)))
	}
	reply := slash.Say(slash.Lines(lines...), c.T("partner.reports.what")).With(slash.Row{Buttons: []slash.Button{
		p.settle.Button(c.Label("partner.reports.kept"), partnerSettle{r.ID, community.ReportKept}),
		p.settle.Button(c.Label("partner.reports.removed"), partnerSettle{r.ID, community.ReportRemoved}).With(slash.Danger),
		p.settle.Button(c.Label("partner.reports.banned"), partnerSettle{r.ID, community.ReportBanned}).With(slash.Danger),
	}})
	if last > 0 {
		reply = reply.With(slash.Row{Buttons: turns(c, p.reports, page, last, func(n int) partnerPage { return partnerPage{n} })})
	}
	return reply, nil
}

func (p *Partners) settleReport(ctx context.Context, c *slash.Call, in partnerSettle) (slash.Reply, error) {
	change := changeBy(c, p.Now(), "")
	switch in.As {
	case community.ReportKept:
		change.Key = "change.partner.kept"
	case community.ReportRemoved:
		change.Key = "change.partner.removed"
	case community.ReportBanned:
		change.Key = "change.partner.banned"
	default:
		return slash.Reply{}, p.settledBefore(c)
	}
	settled, err := p.Reports.SettleReport(ctx, in.Report, in.As, change)
	if err != nil {
		return slash.Reply{}, err
	}
	if !settled {
		return slash.Reply{}, p.settledBefore(c)
	}
	return p.showReports(ctx, c, partnerPage{})
}

func (p *Partners) settledBefore(c *slash.Call) error {
	return c.Sorry(c.T("partner.reports.gone"), c.T("safe.nothing_changed"), p.reports.Button(c.Label("partner.reports.open"), partnerPage{}))
}

// bansShown is how many bans the list shows, the last first.
const bansShown = 10

func (p *Partners) showBans(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	bans, err := p.Reports.PartnerBans(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	back := slash.Row{Buttons: []slash.Button{partnerSettingsButton(c.Voice)}}
	if len(bans) == 0 {
		return slash.Say(c.T("partner.bans.none")).With(back), nil
	}
	r := slash.Say(c.T("partner.bans.title", len(bans)))
	for i, b := range bans[:min(len(bans), bansShown)] {
		who := slash.Content(c.T("partner.bans.forgotten"))
		if b.Person != "" {
			who = slash.UserMention(b.Person)
		}
		undo := p.unban.Button(c.Label("partner.bans.undo", strconv.Itoa(i+1)), partnerUnban{b.Pseudonym})
		r = r.With(slash.Section{Body: slash.Join(" · ", who, slash.Time(b.At, slash.Date)), Button: &undo})
	}
	return r.With(back), nil
}

func (p *Partners) unbanOne(ctx context.Context, c *slash.Call, in partnerUnban) (slash.Reply, error) {
	change := changeBy(c, p.Now(), "change.partner.unbanned")
	if _, err := p.Reports.UnbanPartner(ctx, in.Pseudonym, change); err != nil {
		return slash.Reply{}, err
	}
	return p.showBans(ctx, c, slash.Nothing{})
}
