package commands

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/schedule"
	"magpie/slash"
)

type digestCreateIn struct {
	Name     string            `slash:"name,max=40"`
	Channel  slash.ChannelInfo `slash:"channel,kinds=text|news|forum|thread"`
	Schedule string            `slash:"schedule,suggest,optional,max=100"`
	Topic    string            `slash:"topic,suggest,optional,max=60"`
}

// digestBegin is the same as a form.
type digestBegin struct {
	Name     string            `slash:"name,max=40"`
	Channel  slash.ChannelInfo `slash:"channel,kinds=text|news|forum|thread"`
	Schedule string            `slash:"schedule,max=100"`
}

const (
	digestDefaultTimes = "every day 09:00"
	digestLength       = 5
	digestMost         = 25 // a server; as many as a menu has room for
)

// create makes a digest of what was given and defaults.
func (d *digestFeature) create(ctx context.Context, c *slash.Call, in digestCreateIn) (slash.Reply, error) {
	server, err := d.settled(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	again := d.ready.Button(c.Label("digest.try_again"), slash.Nothing{})
	spec, err := d.parse(c, cmp.Or(in.Schedule, digestDefaultTimes), again)
	if err != nil {
		return slash.Reply{}, err
	}
	if missing := in.Channel.Bot.Missing(digestRights(in.Channel.Kind)); missing != 0 {
		return slash.Reply{}, c.Lacks(missing, in.Channel.ID, d.ready.Button(c.Label("digest.check_again"), slash.Nothing{}))
	}
	topics, err := d.firstTopics(ctx, c, server, in.Topic)
	if err != nil {
		return slash.Reply{}, err
	}
	now := d.Now()
	made := news.Digest{
		ID: strings.ToLower(rand.Text()[:10]), Server: c.Place.Server, Name: oneLine(in.Name), Channel: in.Channel.ID, Forum: in.Channel.Kind == slash.ForumChannel,
		Schedule: spec.String(), Zone: server.Zone, Topics: topics, Languages: server.Languages,
		Length: digestLength, CreatedBy: c.Person.ID, ChangedAt: now,
	}
	if made.NextRun, err = digestNext(made, now); err != nil {
		return slash.Reply{}, err
	}
	return d.add(ctx, c, made)
}

// add saves a new digest and opens it.
func (d *digestFeature) add(ctx context.Context, c *slash.Call, made news.Digest) (slash.Reply, error) {
	if err := d.press.room.follow(ctx, c, d.Store, made.Topics); err != nil {
		return slash.Reply{}, err
	}
	created, err := d.Store.CreateDigest(ctx, made, d.change(c, "created", made.Name))
	if err != nil {
		return slash.Reply{}, fmt.Errorf("create digest %s: %w", made.Name, err)
	}
	if !created {
		return slash.Reply{}, digestTaken(c, made.Name)
	}
	d.Changed()
	return d.page(ctx, c, made, slash.Lines(
		c.T("digest.created", made.Name, slash.ChannelMention(made.Channel), slash.Time(made.NextRun, slash.LongDateTime)),
		c.T("digest.created.next")))
}

// settled is the caller's server, if it has what digests need and room for one more.
func (d *digestFeature) settled(ctx context.Context, c *slash.Call) (community.Server, error) {
	server, err := serverOf(ctx, c, d.Servers)
	if err != nil {
		return server, err
	}
	if server.Zone == "" {
		return server, c.Sorry(c.T("digest.no_zone"), c.T("safe.nothing_changed"), slash.Try("setup"))
	}
	all, err := d.Store.Digests(ctx, c.Place.Server)
	if err != nil {
		return server, fmt.Errorf("count digests of %s: %w", c.Place.Server, err)
	}
	if len(all) >= digestMost {
		return server, c.Sorry(c.T("digest.too_many", digestMost), c.T("safe.nothing_changed"), slash.Try("digest delete"))
	}
	return server, nil
}

// firstTopics are the topics of a new digest: the one asked for, else the server's,
// else all.
func (d *digestFeature) firstTopics(ctx context.Context, c *slash.Call, server community.Server, asked string) ([]string, error) {
	here, err := d.press.room.at(ctx, c.Place.Server)
	if err != nil {
		return nil, err
	}
	if asked != "" {
		t, ok := here.find(asked)
		if !ok {
			return nil, c.Sorry(c.T("news.unknown", asked), c.T("safe.nothing_changed"), slash.Try("digest create"))
		}
		return []string{t.Name}, nil
	}
	if len(server.Topics) > 0 {
		return server.Topics, nil
	}
	return here.names(), nil
}

// beginForm asks for a new digest in a window, where the channel can be chosen
// again after its permissions were changed.
func (d *digestFeature) beginForm(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	begin := digestBegin{Schedule: digestTyped(c.Voice, digestDefaultTimes)}
	return slash.Reply{Form: d.begin.Form(c.Voice, c.Label("digest.begin"), begin)}, nil
}

func (d *digestFeature) begun(ctx context.Context, c *slash.Call, in digestBegin) (slash.Reply, error) {
	return d.create(ctx, c, digestCreateIn{Name: in.Name, Channel: in.Channel, Schedule: in.Schedule})
}

func digestTaken(c *slash.Call, name string) error {
	return c.Sorry(c.T("digest.taken", name), c.T("safe.nothing_changed"), slash.Try("digest list"))
}

// parse reads a schedule, or says what is wrong with it and offers to try again.
func (d *digestFeature) parse(c *slash.Call, typed string, again slash.Button) (schedule.Spec, error) {
	spec, err := schedule.Parse(typed)
	if err == nil {
		return spec, nil
	}
	what := "digest.bad_schedule"
	switch {
	case errors.Is(err, schedule.ErrTooOften):
		what = "digest.too_often"
	case errors.Is(err, schedule.ErrZone):
		what = "digest.zone_in_schedule"
	case errors.Is(err, schedule.ErrNever):
		what = "digest.never"
	}
	return spec, c.Sorry(c.T(what, typed), c.T("safe.nothing_changed"),
		slash.Advice{Text: c.T("digest.schedule_examples"), Then: again})
}

// digestIdeas are schedules that are offered before anything is typed.
var digestIdeas = []string{
	"every day 09:00", "every day 18:00", "weekdays 09:00", "every day 09:00 and 18:00", "Mon and Thu 18:30", "weekends 10:00", "Mon 09:00",
}

var digestBareHour = regexp.MustCompile(`^\d{1,2}$`)

// suggestSchedule completes a schedule, each with when it would run next.
func (d *digestFeature) suggestSchedule(ctx context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
	server, err := serverOf(ctx, c, d.Servers)
	if err != nil {
		return nil, err
	}
	ideas := digestIdeas
	if digestBareHour.MatchString(typed) {
		ideas = []string{"every day " + typed + ":00", "weekdays " + typed + ":00", "weekends " + typed + ":00"}
	} else if typed != "" {
		ideas = append([]string{typed, "every day " + typed, typed + " 09:00"}, ideas...)
	}
	var choices []slash.Choice
	for _, idea := range ideas {
		spec, err := schedule.Parse(idea)
		value := spec.String()
		known := slices.ContainsFunc(choices, func(ch slash.Choice) bool { return ch.Value == value })
		if err != nil || known || len(value) > slash.MaxChoiceText {
			continue
		}
		next := spec.Next(d.Now(), server.Location())
		choices = append(choices, slash.Choice{Name: c.Label("digest.schedule_choice", digestWhen(c.Voice, value), next.Civil), Value: value})
	}
	return choices, nil
}

// digestWhen is a schedule in words.
func digestWhen(v slash.Voice, text string) string {
	spec, err := schedule.Parse(text)
	if err != nil {
		return text
	}
	days, times, ok := spec.Plain()
	if !ok {
		return v.Label("digest.when_cron", spec.String())
	}
	return v.Label("digest.when", digestDays(v, days), strings.Join(times, v.Label("list.separator")))
}

func digestDays(v slash.Voice, days []time.Weekday) string {
	weekend := slices.Equal(days, []time.Weekday{time.Saturday, time.Sunday})
	switch {
	case len(days) == 7:
		return v.Label("digest.days.every")
	case weekend:
		return v.Label("digest.days.weekends")
	case len(days) == 5 && !slices.Contains(days, time.Saturday) && !slices.Contains(days, time.Sunday):
		return v.Label("digest.days.weekdays")
	}
	var names []string
	for _, day := range days {
		names = append(names, v.Label("digest.day."+strings.ToLower(day.String()[:3])))
	}
	return strings.Join(names, v.Label("list.separator"))
}

// digestTyped is a schedule as people of a language can type it.
func digestTyped(v slash.Voice, text string) string {
	words := digestWhen(v, text)
	if spec, err := schedule.Parse(words); err == nil && spec.String() == text {
		return words
	}
	return text
}
