package slash

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// answerWithin bounds how long a handler may work: an answer can be given for 15
// minutes after the event.
const answerWithin = 14 * time.Minute

// Serve answers ev through resp. It returns when the answer was given and the
// handler has ended.
func (r *Router) Serve(ctx context.Context, ev Event, resp Responder) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	s := &serving{Router: r, resp: resp, start: time.Now()}
	s.call = &Call{Event: ev, Log: r.log.With("event", ev.ID, "person", ev.Person.ID, "server", ev.Place.Server)}
	defer func() { // of an edge, or of what was given as Options
		if p := recover(); p != nil {
			s.call.Log.Error("serve", "command", s.name, "error", panicked(p))
		}
	}()
	s.call.Voice = Voice{r.language(ctx, s.call), r.opts.Words}
	if ev.Kind == Completed {
		s.complete(ctx)
		return
	}
	s.answer(ctx)
}

// panicked is the error that a panic with p is logged as.
func panicked(p any) error { return fmt.Errorf("panic: %v\n%s", p, debug.Stack()) }

// language is the language in which a person is answered. Looking up what they
// chose must not take the time in which an answer is due.
func (r *Router) language(ctx context.Context, c *Call) string {
	if r.opts.Language != nil {
		ctx, cancel := context.WithTimeout(ctx, r.opts.DeferAfter/2)
		defer cancel()
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
	call     *Call
	resp     Responder
	start    time.Time
	name     string        // of the command or action
	deferred bool          // an answer was put off
	took     time.Duration // until then
}

func (s *serving) answer(ctx context.Context) {
	outcome := Answered
	reply, err := s.work(ctx)
	if err == nil {
		err = s.deliver(ctx, reply)
	}
	shown := err == nil
	if err != nil {
		outcome = s.apologize(ctx, err)
	}
	for _, do := range s.call.afterwards {
		if err := do(ctx, shown); err != nil {
			s.call.Log.Error("after the reply", "command", s.name, "error", err)
		}
	}
	s.observe(outcome)
}

// work returns what the person is shown.
func (s *serving) work(ctx context.Context) (Reply, error) {
	h, err := s.find()
	if err != nil {
		return Reply{}, err
	}
	if err := s.limits.take(s.call); err != nil {
		return Reply{}, err
	}
	return s.run(ctx, h)
}

func (s *serving) observe(r Result) {
	if !s.deferred {
		s.took = time.Since(s.start)
	}
	s.opts.Observe(Outcome{s.call.Kind, s.name, r, s.took})
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

// run calls the handler, and puts the answer off if it takes long.
func (s *serving) run(ctx context.Context, h handler) (Reply, error) {
	type result struct {
		reply Reply
		err   error
	}
	done := make(chan result, 1)
	go func() {
		reply, err := s.guarded(ctx, h)
		done <- result{reply, err}
	}()
	timer := time.NewTimer(s.opts.DeferAfter)
	defer timer.Stop()
	select {
	case res := <-done:
		return res.reply, res.err
	case <-timer.C:
	}
	if err := s.resp.Defer(ctx, h.public); err != nil {
		s.call.Log.Error("defer an answer", "command", s.name, "error", err)
	}
	s.deferred, s.took = true, time.Since(s.start)
	res := <-done
	if res.err == nil && res.reply.Form != nil {
		return Reply{}, errors.New("a form cannot follow a deferral")
	}
	return res.reply, res.err
}

// guarded calls the handler, finishes and checks its reply, and turns a panic into
// an error.
func (s *serving) guarded(ctx context.Context, h handler) (reply Reply, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = panicked(p)
		}
	}()
	reply, err = h.serve(ctx, s.call)
	if err != nil {
		return Reply{}, err
	}
	if reply.Form != nil && s.call.Kind == Submitted {
		return Reply{}, errors.New("a form cannot follow a form")
	}
	if reply.Form == nil && reply.Shown != Unchanged {
		for _, f := range s.opts.Finish {
			if reply, err = f(ctx, s.call, reply); err != nil {
				return Reply{}, err
			}
		}
	}
	if reply.Shown, err = s.shown(reply.Shown); err != nil {
		return Reply{}, err
	}
	if err := reply.Check(); err != nil {
		return Reply{}, fmt.Errorf("reply of %s: %w", s.name, err)
	}
	return reply, nil
}

// shown settles where a reply is shown, or refuses it.
func (s *serving) shown(want Shown) (Shown, error) {
	c := s.call
	pressed := c.Kind == Pressed || c.Kind == Submitted
	speak := SendMessages
	if c.Place.Thread {
		speak = SendMessagesInThreads
	}
	switch {
	case want == Unchanged && !pressed:
		return want, fmt.Errorf("reply of %s: a command needs an answer", s.name)
	case want == ToAll && !c.Place.Direct() && !c.Person.May.Has(speak):
		return want, c.Sorry(c.T("sorry.cannot_speak"), c.T("safe.only_you_saw"), Try("help"))
	case want == Default && pressed && c.Message != nil && c.Message.Private:
		return InPlace, nil
	case want == Default, want == InPlace && (!pressed || c.Message == nil):
		return Anew, nil
	}
	return want, nil
}

func (s *serving) deliver(ctx context.Context, r Reply) error {
	var err error
	switch {
	case r.Form != nil:
		err = s.resp.Form(ctx, *r.Form)
	case s.deferred:
		err = s.resp.Edit(ctx, r)
	default:
		err = s.resp.Reply(ctx, r)
	}
	if err != nil {
		return &lostError{err}
	}
	return nil
}
