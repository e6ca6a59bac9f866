package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"
)

// ErrToken is returned by [Bot.Run] when Discord does not know the token.
var ErrToken = errors.New("discord does not accept the token; make a new one under Bot in the developer portal")

// Codes of Discord's errors, from its reference on status codes.
const (
	unknownChannel     = 10003
	threadArchived     = 50083
	unknownGuild       = 10004
	unknownMessage     = 10008
	alreadyAnswered    = 40060
	missingAccess      = 50001
	missingPermissions = 50013
)

// A refusal is an answer of Discord's that is an error.
type refusal struct {
	Status  int
	Code    int // of Discord, 0 if it gave none
	Message string
	After   time.Duration // Status 429: when to come back
}

func (r *refusal) Error() string {
	return fmt.Sprintf("discord answered %d (code %d): %s", r.Status, r.Code, r.Message)
}

// rest makes requests. It is a discordgo session that is never opened, so that the
// gateway's can be replaced at any time.
type rest struct {
	session   *discordgo.Session
	transport *transport
}

func newREST(o Options, api *url.URL, app func() string) *rest {
	base := http.DefaultTransport.(*http.Transport).Clone()
	base.ResponseHeaderTimeout = 20 * time.Second
	base.MaxIdleConnsPerHost = 16
	t := &transport{
		base: base, api: api, app: app, hooks: o.Hooks,
		agent: "DiscordBot (magpie, " + o.Version + ")",
	}
	return &rest{session: newSession(o.Token, t), transport: t}
}

// newSession is a discordgo session that leaves waiting and retrying to us.
func newSession(token string, t *transport) *discordgo.Session {
	s, _ := discordgo.New("Bot " + token) // has no error to return
	s.Client = &http.Client{
		Transport:     t,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	s.ShouldRetryOnRateLimit = false
	s.MaxRestRetries = 0
	s.LogLevel = -1
	return s
}

func (r *rest) get(ctx context.Context, path string, out any) error {
	return r.call(ctx, http.MethodGet, path, nil, nil, out)
}

// call makes one request to a path of the API, with body as JSON beside files, and
// reads the answer into out; body, files and out may be nil.
func (r *rest) call(ctx context.Context, method, path string, body any, files []*discordgo.File, out any) error {
	kind, data, err := encode(body, files)
	if err != nil {
		return fmt.Errorf("encode %s: %w", routeOf(method, path).name, err)
	}
	return r.send(ctx, method, path, kind, data, out)
}

func (r *rest) send(ctx context.Context, method, path, kind string, data []byte, out any) error {
	// A bucket that the library does not keep: it would keep one for every
	// interaction, for ever. The transport holds to the limits instead.
	bucket := discordgo.NewRatelimiter().LockBucket("")
	answer, err := r.session.RequestWithLockedBucket(method, discordgo.EndpointAPI+path[1:], kind, data, bucket, 0, discordgo.WithContext(ctx))
	if err != nil {
		return fmt.Errorf("%s: %w", routeOf(method, path).name, plainError(err))
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("%s: read the answer: %w", routeOf(method, path).name, err)
	}
	return nil
}

func encode(body any, files []*discordgo.File) (kind string, data []byte, err error) {
	switch {
	case len(files) > 0:
		return discordgo.MultipartBodyWithJSON(body, files)
	case body == nil:
		return "", nil, nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // mentions are short so, and readable in a record
	err = e.Encode(body)
	return "application/json", b.Bytes(), err
}

// plainError is err as a refusal where it is one, and without the address of the
// request, which may hold a token.
func plainError(err error) error {
	var rest *discordgo.RESTError
	var limited *discordgo.RateLimitError
	var address *url.Error
	switch {
	case errors.As(err, &rest):
		no := &refusal{Status: rest.Response.StatusCode, Message: http.StatusText(rest.Response.StatusCode)}
		if rest.Message != nil {
			no.Code, no.Message = rest.Message.Code, string(rest.ResponseBody[:min(len(rest.ResponseBody), 500)])
		}
		return no
	case errors.As(err, &limited):
		return &refusal{Status: http.StatusTooManyRequests, Message: limited.Message, After: limited.RetryAfter}
	case errors.As(err, &address):
		return address.Err
	}
	return err
}

// lost reports whether nobody knows if a request had its effect.
func lost(err error) bool {
	var no *refusal
	if errors.As(err, &no) {
		return no.Status >= 500
	}
	var dial *net.OpError
	return err != nil && !(errors.As(err, &dial) && dial.Op == "dial")
}
