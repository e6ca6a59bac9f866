package slash

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// answerWithin bounds how long a handler may work: an answer can be given for 15
// minutes after the event.
const answerWithin = 14 * time.Minute

// Serve answers ev through resp. It returns when the answer was given.
func (r *Router) Serve(ctx context.Context, ev Event, resp Responder) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	s := &serving{Router: r, resp: resp, start: time.Now()}
	s.call = &Call{Event: ev, Log: r.log.With("event", ev.ID, "person", ev.Person.ID, "server", ev.Place.Server)}
	s.call.Voice = Voice{r.language(ctx, s.call), r.opts.Words}
	if ev.Kind == Completed {
		s.complete(ctx)
		return
	}
	s.answer(ctx)
}

// language is the language in which a person is answered.
func (r *Router) language(ctx context.Context, c *Call) string {
	if r.opts.Language != nil {
		lang, err := r.opts.Language(ctx, c.Person.ID)
		if err != nil {
			c.Log.Error("look up a person's language", "error", err)
		} else if lang != "" {
			return r.opts.Words.Match(lang)
		}
	}
	return r.opts.Words.Match(c.Person.Locale, c.Place.Locale)
}

// serving is one event on its way to its answer.
type serving struct {
	*Router
	call  *Call
	resp  Responder
	start time.Time
	name  string // of the command or action
}

// outcome of a handler.
type result struct {
	reply Reply
	err   error
}

func (s *serving) answer(ctx context.Context) {
	h, err := s.find()
	if err == nil {
		err = s.limits.take(s.call)
	}
	var reply Reply
	deferred := false
	if err == nil {
		reply, deferred, err = s.run(ctx, h)
	}
	outcome := Answered
	if err == nil && reply.Form != nil && deferred {
		err = errors.New("a form cannot follow a deferral")
	}
	if err == nil {
		if err = s.checked(&reply); err == nil {
			err = s.deliver(ctx, reply, deferred)
		}
	}
	if err != nil {
		outcome = s.apologize(ctx, err, deferred)
	}
	s.opts.Observe(Outcome{s.call.Kind, s.name, outcome, time.Since(s.start)})
}

// handler is what a command or an action does.
type handler struct {
	serve  func(context.Context, *Call) (Reply, error)
	public bool
}

// find returns what serves the event, if the person may use it.
func (s *serving) find() (handler, error) {
	c := s.call
	if c.Kind == Pressed || c.Kind == Submitted {
		s.name = actionName(c.Custom)
		a, ok := s.actions[s.name]
		if !ok {
			s.name = "unknown"
			return handler{}, errStale
		}
		return handler{a.serve, a.public}, s.allowed(a.needs)
	}
	cmd, ok := s.commands[c.Command]
	if !ok {
		s.name = "unknown"
		return handler{}, c.Sorry(c.T("sorry.unknown_command"), c.T("safe.nothing_changed"), Try("help"))
	}
	s.name = cmd.name
	if c.Place.Direct() && !cmd.Direct {
		return handler{}, c.Sorry(c.T("sorry.server_only"), c.T("safe.nothing_changed"), Try("help"))
	}
	return handler{cmd.Run.serve, cmd.Public}, s.allowed(cmd.needs)
}

func (s *serving) allowed(needs Permissions) error {
	c := s.call
	if missing := c.Person.May.Missing(needs); missing != 0 {
		return c.Sorry(c.T("sorry.not_allowed", c.PermissionNames(missing)), c.T("safe.nothing_changed"), Try("help"))
	}
	return nil
}

// run calls the handler and defers the answer if it takes long.
func (s *serving) run(ctx context.Context, h handler) (Reply, bool, error) {
	done := make(chan result, 1)
	go func() { done <- s.guarded(ctx, h) }()
	timer := time.NewTimer(s.opts.DeferAfter)
	defer timer.Stop()
	select {
	case res := <-done:
		return res.reply, false, res.err
	case <-timer.C:
	}
	if err := s.resp.Defer(ctx, h.public); err != nil {
		s.call.Log.Error("defer an answer", "command", s.name, "error", err)
	}
	res := <-done
	return res.reply, true, res.err
}

// guarded calls the handler, finishes its reply and turns a panic into an error.
func (s *serving) guarded(ctx context.Context, h handler) (res result) {
	defer func() {
		if p := recover(); p != nil {
			res.err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	reply, err := h.serve(ctx, s.call)
	if err != nil || reply.Form != nil || reply.Shown == Unchanged {
		return result{reply, err}
	}
	for _, f := range s.opts.Finish {
		if reply, err = f(ctx, s.call, reply); err != nil {
			return result{reply, err}
		}
	}
	return result{reply, nil}
}

// checked settles where the reply is shown, and refuses one that cannot be.
func (s *serving) checked(r *Reply) error {
	pressed := s.call.Kind == Pressed || s.call.Kind == Submitted
	private := s.call.Message != nil && s.call.Message.Private
	switch {
	case r.Shown == Default && pressed && private:
		r.Shown = InPlace
	case r.Shown == Default, r.Shown == InPlace && !pressed, r.Shown == InPlace && s.call.Message == nil:
		r.Shown = Anew
	}
	if r.Shown == ToAll && !s.call.Place.Direct() && !s.call.Person.May.Has(SendMessages) {
		return s.call.Sorry(s.call.T("sorry.cannot_speak"), s.call.T("safe.only_you_saw"), Try("help"))
	}
	if err := r.Check(); err != nil {
		return fmt.Errorf("reply of %s: %w", s.name, err)
	}
	return nil
}

func (s *serving) deliver(ctx context.Context, r Reply, deferred bool) error {
	var err error
	switch {
	case r.Form != nil:
		err = s.resp.Form(ctx, *r.Form)
	case deferred:
		err = s.resp.Edit(ctx, r)
	default:
		err = s.resp.Reply(ctx, r)
	}
	if err != nil {
		return &lostError{err}
	}
	return nil
}

// lostError is an answer that did not reach its edge.
type lostError struct{ error }

func (e *lostError) Unwrap() error { return e.error }

// apologize tells the person what went wrong, in their words or by an id that the
// log has too.
func (s *serving) apologize(ctx context.Context, err error, deferred bool) Result {
	var lost *lostError
	if errors.As(err, &lost) {
		s.call.Log.Error("deliver an answer", "command", s.name, "error", err)
		return Lost
	}
	sorry, outcome := s.sorry(err), Refused
	if sorry == nil {
		id := rand.Text()[:8]
		s.call.Log.Error("serve", "command", s.name, "error_id", id, "error", err)
		sorry = s.call.Sorry(s.call.T("sorry.failed", id), s.call.T("safe.tried"), Try("help")).(*Sorry)
		outcome = Failed
	}
	if err := s.deliver(ctx, sorry.reply(s.call.Voice).As(Anew), deferred); err != nil {
		s.call.Log.Error("deliver an apology", "command", s.name, "error", err)
		return Lost
	}
	return outcome
}

// sorry is what a person is told about err, or nil if only the log can say it.
func (s *serving) sorry(err error) *Sorry {
	c := s.call
	var told *Sorry
	var input *InputError
	var busy *busyError
	switch {
	case errors.As(err, &told):
		return told
	case errors.As(err, &input):
		err = c.Sorry(c.T("sorry.bad_input", Plain(Cut(input.Value, 60))), c.T("safe.nothing_changed"), Try(s.home()))
	case errors.As(err, &busy):
		err = c.Sorry(c.T("sorry.too_fast", busy.seconds()), c.T("safe.nothing_changed"), Try(s.home()))
	case errors.Is(err, errStale):
		err = c.Sorry(c.T("sorry.stale"), c.T("safe.nothing_changed"), Try(s.home()))
	case errors.Is(err, errNotOwner):
		err = c.Sorry(c.T("sorry.not_yours"), c.T("safe.nothing_changed"), Try(s.home()))
	default:
		return nil
	}
	return err.(*Sorry)
}

// home is a command with which the person can start again.
func (s *serving) home() string {
	if _, ok := s.commands[s.name]; ok {
		return s.name
	}
	if home := s.homes[s.name]; home != "" {
		return home
	}
	return "help"
}

// complete answers with suggestions, none if anything goes wrong.
func (s *serving) complete(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.DeferAfter)
	defer cancel()
	c := s.call
	s.name = c.Command
	choices, err := s.suggest(ctx)
	outcome := Answered
	if err != nil {
		c.Log.Warn("suggest", "command", s.name, "option", c.Focus, "error", err)
		outcome, choices = Failed, nil
	}
	choices = choices[:min(len(choices), MaxChoices)]
	for i := range choices {
		choices[i].Name = Cut(choices[i].Name, MaxChoiceText)
	}
	if err := s.resp.Suggest(ctx, choices); err != nil {
		c.Log.Warn("deliver suggestions", "command", s.name, "error", err)
		outcome = Lost
	}
	s.opts.Observe(Outcome{c.Kind, s.name, outcome, time.Since(s.start)})
}

func (s *serving) suggest(ctx context.Context) (choices []Choice, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	cmd, ok := s.commands[s.call.Command]
	if !ok || cmd.Suggest[s.call.Focus] == nil {
		s.name = "unknown"
		return nil, fmt.Errorf("no suggestions for %s of %s", s.call.Focus, s.call.Command)
	}
	if s.call.Person.May.Missing(cmd.needs) != 0 {
		return nil, nil
	}
	typed := ""
	if v := s.call.Input[s.call.Focus]; len(v) > 0 {
		typed = v[0]
	}
	return cmd.Suggest[s.call.Focus](ctx, s.call, typed)
}
