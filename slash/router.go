package slash

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"time"

	"golang.org/x/time/rate"
)

// Options are what a Router needs besides features.
type Options struct {
	Words Words
	Now   func() time.Time // for rate limits
	// Language is what a person chose to read, "" if nothing; then their client's
	// language is used. Nil: nobody chooses.
	Language func(ctx context.Context, personID string) (string, error)
	// Finish may add to every reply before it is shown, in this order.
	Finish []Finisher
	// Observe hears of every event served.
	Observe func(Outcome)
	// DeferAfter is how long a handler may take before people are told that it
	// takes longer; 0 is 2 s.
	DeferAfter time.Duration
	// PerPerson and PerServer are how many events a minute are served, 0: 20 and 200.
	PerPerson, PerServer int
}

// A Finisher may add to a reply before it is shown, such as a note at its head.
type Finisher func(ctx context.Context, c *Call, r Reply) (Reply, error)

// An Outcome is how an event was served.
type Outcome struct {
	Kind    Kind
	Command string // command or action
	Result  Result
	Took    time.Duration // until the first answer, a deferral included
}

// A Result is what an event came to.
type Result string

// What events come to.
const (
	Answered Result = "answered"
	Refused  Result = "refused" // with a Sorry
	Failed   Result = "failed"  // with an error or a panic
	Lost     Result = "lost"    // the answer could not be delivered
)

// A Router serves events with the features it was made of.
type Router struct {
	log      *slog.Logger
	opts     Options
	commands map[string]command
	actions  map[string]route
	homes    map[string]string // action → a command to start again with
	specs    []Spec
	limits   limiter
}

type command struct {
	Command
	name  string // full
	needs Permissions
}

// NewRouter returns a router of features, or all the mistakes in their
// declarations and words.
func NewRouter(log *slog.Logger, o Options, features ...Feature) (*Router, error) {
	o.setDefaults()
	r := &Router{
		log: log, opts: o,
		commands: map[string]command{}, actions: map[string]route{}, homes: map[string]string{},
		limits: limiter{now: o.Now, person: o.PerPerson, server: o.PerServer, buckets: map[string]*rate.Limiter{}},
	}
	spell := &speller{words: o.Words}
	var errs []error
	for _, f := range features {
		errs = append(errs, r.add(f, spell))
	}
	kinds := r.byKind()
	for _, on := range []On{OnNothing, OnMessage, OnPerson} {
		spell.distinct("command", kinds[on])
	}
	errs = append(errs, spell.errs...)
	errs = append(errs, checkCounts(len(kinds[OnNothing]), len(kinds[OnMessage]), len(kinds[OnPerson])))
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return r, nil
}

func (o *Options) setDefaults() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.DeferAfter == 0 {
		o.DeferAfter = 2 * time.Second
	}
	if o.PerPerson == 0 {
		o.PerPerson = 20
	}
	if o.PerServer == 0 {
		o.PerServer = 200
	}
	if o.Observe == nil {
		o.Observe = func(Outcome) {}
	}
}

// actionNamed matches names such as "guide.turn". A short name leaves room for keys.
var actionNamed = regexp.MustCompile(`^[a-z0-9_-]+(\.[a-z0-9_-]+)*$`)

func (r *Router) add(f Feature, spell *speller) error {
	var errs []error
	home := "help"
	for i, c := range f.Commands {
		errs = append(errs, c.check(false))
		spec := spell.spec(c, "command."+c.Name, 0)
		r.specs = append(r.specs, spec)
		full := r.addCommand(c, "", 0, &errs)
		if i == 0 && c.On == OnNothing {
			home = full
		}
	}
	for _, a := range f.Actions {
		rt := a.route()
		if _, twice := r.actions[rt.name]; twice {
			errs = append(errs, fmt.Errorf("action %s stands twice", rt.name))
		}
		if !actionNamed.MatchString(rt.name) {
			errs = append(errs, fmt.Errorf("action %q: not a name", rt.name))
		}
		if rt.err != nil {
			errs = append(errs, fmt.Errorf("action %s: %w", rt.name, rt.err))
		}
		r.actions[rt.name], r.homes[rt.name] = rt, home
	}
	return errors.Join(errs...)
}

// addCommand adds c and its subcommands, and returns the full name of the first
// that runs.
func (r *Router) addCommand(c Command, family string, needs Permissions, errs *[]error) string {
	name := c.Name
	if family != "" {
		name = family + " " + name
	}
	needs |= c.Needs
	if len(c.Sub) > 0 {
		first := ""
		for i, sub := range c.Sub {
			sub.Direct = c.Direct
			if full := r.addCommand(sub, name, needs, errs); i == 0 {
				first = full
			}
		}
		return first
	}
	if _, twice := r.commands[name]; twice {
		*errs = append(*errs, fmt.Errorf("command %s stands twice", name))
	}
	r.commands[name] = command{c, name, needs}
	return name
}

func checkCounts(typed, messages, people int) error {
	if typed > maxCommands || messages > maxOnMessages || people > maxOnMessages {
		return fmt.Errorf("%d commands, %d on messages and %d on people: at most %d, %d and %d are allowed",
			typed, messages, people, maxCommands, maxOnMessages, maxOnMessages)
	}
	return nil
}

func (r *Router) byKind() map[On][]Spec {
	kinds := map[On][]Spec{}
	for _, s := range r.specs {
		kinds[s.On] = append(kinds[s.On], s)
	}
	return kinds
}

// Manifest describes all commands, in the order of their features.
func (r *Router) Manifest() []Spec { return slices.Clone(r.specs) }
