package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"

	"magpie/news"
)

// A publication is under which name a server's digests are on the web.
type publication struct{ Server, Slug, Secret string }

const publicationColumns = "server, slug, secret"

func publicationFields(p *publication) []any { return []any{&p.Server, &p.Slug, &p.Secret} }

// Slug is the name of a server's pages, which is made when it is first asked for and
// stays whether they are on or off. It is random and tells nothing of the server.
func (s *Store) Slug(ctx context.Context, server string) (slug string, err error) {
	return s.slug(ctx, "name the pages of server "+server, server, " ON CONFLICT DO NOTHING")
}

// NewSlug gives a server's pages another name, so that links to them end.
func (s *Store) NewSlug(ctx context.Context, server string) (slug string, err error) {
	return s.slug(ctx, "name the pages of server "+server+" anew", server,
		" ON CONFLICT (server) DO UPDATE SET slug = excluded.slug, secret = excluded.secret")
}

func (s *Store) slug(ctx context.Context, what, server, onConflict string) (slug string, err error) {
	fresh := publication{server, strings.ToLower(rand.Text()[:16]), rand.Text()}
	err = s.do(ctx, what, func(c conn) error {
		if err := hold(ctx, c, server); err != nil {
			return err
		}
		if _, err := c.exec(ctx, insert("publications", publicationColumns)+onConflict, publicationFields(&fresh)...); err != nil {
			return err
		}
		slug, _, err = first(ctx, c, only[string], "SELECT slug FROM publications WHERE server = $1", server)
		return err
	})
	return slug, err
}

// public is the condition on servers whose digests anybody may read.
const public = "servers.pages_on AND servers.removed_ms = 0"

// published is the condition on runs r of digests d that anybody may read: what was
// really posted, and not deleted since.
const published = `d.deleted_ms = 0 AND r.outcome = 'posted' AND r.stories NOT IN ('[]', 'null')
	AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.group_id = r.id AND outbox.state <> 'sent')`

// Publications are those of all servers that have their pages on.
func (s *Store) Publications(ctx context.Context) ([]news.Publication, error) {
	all, err := list(ctx, s.look(), func(p *news.Publication) []any { return []any{&p.Slug, millis{&p.Latest}} }, `
		SELECT slug, coalesce((SELECT max(r.done_ms) FROM digests d JOIN runs r ON r.digest = d.id
			WHERE d.server = publications.server AND `+published+`), 0)
		FROM publications JOIN servers ON servers.id = publications.server WHERE `+public)
	return all, s.explain("list the publications", err)
}

// publication finds one by its name, unless its server has its pages off.
func (s *Store) publication(ctx context.Context, slug string) (publication, bool, error) {
	return first(ctx, s.look(), publicationFields, "SELECT "+publicationColumns+
		" FROM publications JOIN servers ON servers.id = publications.server WHERE slug = $1 AND "+public, slug)
}

// An issue is a run with what its digest says.
type issue struct {
	news.Issue
	digest string
}

const issueColumns = "d.id, d.name, d.languages, r.slot, r.at_ms, r.done_ms, r.stories"

func issueFields(i *issue) []any {
	return []any{&i.digest, &i.Title, asJSON{&i.Languages}, &i.Slot, millis{&i.At}, millis{&i.Done}, asJSON{&i.Stories}}
}

// Issues are up to n issues of a publication, the latest first, after the first few.
// ok is false if there is no such publication, or it is off.
func (s *Store) Issues(ctx context.Context, slug string, skip, n int) (issues []news.Issue, ok bool, err error) {
	const what = "read what a server published"
	p, ok, err := s.publication(ctx, slug)
	if err != nil || !ok {
		return nil, false, s.explain(what, err)
	}
	found, err := list(ctx, s.look(), issueFields, "SELECT "+issueColumns+` FROM digests d JOIN runs r ON r.digest = d.id
		WHERE d.server = $1 AND `+published+" ORDER BY r.at_ms DESC, r.done_ms DESC LIMIT $2 OFFSET $3", p.Server, n, skip)
	for _, i := range found {
		i.Name = p.name(i.At, i.digest)
		issues = append(issues, i.Issue)
	}
	return issues, err == nil, s.explain(what, err)
}

// Issue is one issue of a publication; ok is false if there is none of that name, or
// the publication is off.
func (s *Store) Issue(ctx context.Context, slug, name string) (found news.Issue, ok bool, err error) {
	const what = "read what a server published"
	at, known := instantOf(name)
	p, ok, err := s.publication(ctx, slug)
	if err != nil || !ok || !known {
		return found, false, s.explain(what, err)
	}
	all, err := list(ctx, s.look(), issueFields, "SELECT "+issueColumns+` FROM digests d JOIN runs r ON r.digest = d.id
		WHERE d.server = $1 AND r.at_ms >= $2 AND r.at_ms < $3 AND `+published, p.Server, ms(at), ms(at.Add(time.Second)))
	for _, i := range all {
		if p.name(i.At, i.digest) == name {
			i.Name = name
			return i.Issue, true, nil
		}
	}
	return found, false, s.explain(what, err)
}

// issueTime is how the name of an issue tells its instant, in UTC.
const issueTime = "20060102-150405"

// name is how an issue is addressed: its instant, and what tells its digest from others
// without telling its id.
func (p publication) name(at time.Time, digest string) string {
	mac := hmac.New(sha256.New, []byte(p.Secret))
	mac.Write([]byte(digest))
	short := base32.StdEncoding.EncodeToString(mac.Sum(nil))[:8]
	return at.UTC().Format(issueTime) + "-" + strings.ToLower(short)
}

// instantOf is the instant in the name of an issue, to the second.
func instantOf(name string) (at time.Time, ok bool) {
	if len(name) < len(issueTime) {
		return at, false
	}
	at, err := time.Parse(issueTime, name[:len(issueTime)])
	return at, err == nil
}
