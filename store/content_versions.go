package store

import (
	"context"
	"errors"

	"magpie/community"
	"magpie/guide"
)

const versionColumns = "server, name, number, files, person, at_ms, added, changed, removed, back"

func versionFields(v *guide.Version) []any {
	return []any{
		&v.Server, &v.Name, &v.Number, asJSON{&v.Files}, &v.Person, millis{&v.At},
		&v.Counts.Added, &v.Counts.Changed, &v.Counts.Removed, &v.Back,
	}
}

// OwnGuides are the newest versions of a server's guides, those of guides that were deleted too.
func (s *Store) OwnGuides(ctx context.Context, server string) ([]guide.Version, error) {
	versions, err := ownGuides(ctx, s.look(), server)
	return versions, s.explain("read guides of server "+server, err)
}

// isNewest is true for v if it is the newest version of its guide.
const isNewest = "number = (SELECT max(number) FROM content_versions AS newest WHERE newest.server = v.server AND newest.name = v.name)"

func ownGuides(ctx context.Context, c conn, server string) ([]guide.Version, error) {
	return list(ctx, c, versionFields, "SELECT "+versionColumns+` FROM content_versions AS v WHERE server = $1 AND `+isNewest, server)
}

// OwnGuide is the newest version of one of a server's guides, which may be that it was deleted; ok is false if there never
// was one.
func (s *Store) OwnGuide(ctx context.Context, server, name string) (v guide.Version, ok bool, err error) {
	v, ok, err = newest(ctx, s.look(), server, name)
	return v, ok, s.explain("read guide "+name, err)
}

func newest(ctx context.Context, c conn, server, name string) (guide.Version, bool, error) {
	return first(ctx, c, versionFields,
		"SELECT "+versionColumns+" FROM content_versions WHERE server = $1 AND name = $2 ORDER BY number DESC LIMIT 1", server, name)
}

// GuideVersion is one version of a server's guide, if it is still kept.
func (s *Store) GuideVersion(ctx context.Context, server, name string, number int) (v guide.Version, ok bool, err error) {
	v, ok, err = first(ctx, s.look(), versionFields,
		"SELECT "+versionColumns+" FROM content_versions WHERE server = $1 AND name = $2 AND number = $3", server, name, number)
	return v, ok, s.explain("read a version of guide "+name, err)
}

// GuideVersions are all versions of a server's guide that are kept, the newest first, without their files.
func (s *Store) GuideVersions(ctx context.Context, server, name string) ([]guide.Version, error) {
	versions, err := list(ctx, s.look(), versionFields, `SELECT server, name, number, '{}', person, at_ms, added, changed, removed, back
		FROM content_versions WHERE server = $1 AND name = $2 ORDER BY number DESC`, server, name)
	return versions, s.explain("read versions of guide "+name, err)
}

// Publish makes a version the newest, with the number after the one before, and counts what it changes. The draft that it
// comes from, at a revision, is done with; 0 is none. It reports false, and changes nothing, if somebody has saved that draft
// since or the newest version is another than after. Of more than guide.MaxVersions the oldest goes.
func (s *Store) Publish(ctx context.Context, v guide.Version, revision, after int, ch community.Change) (made guide.Version, ok bool, err error) {
	err = s.do(ctx, "publish guide "+v.Name, func(c conn) error {
		if err := hold(ctx, c, v.Server); err != nil {
			return err
		}
		before, _, err := newest(ctx, c, v.Server, v.Name)
		if err != nil || before.Number != after {
			return err
		}
		if revision != 0 {
			if dropped, err := dropDraft(ctx, c, v.Server, v.Name, revision); err != nil || !dropped {
				return err
			}
		}
		made = v
		made.Number = before.Number + 1
		made.Counts = guide.Count(guide.Compare(before.Files, v.Files))
		if made.Files == nil {
			made.Files = guide.Files{}
		}
		if _, err := c.exec(ctx, insert("content_versions", versionColumns), versionFields(&made)...); err != nil {
			return err
		}
		ok = true
		_, err = c.exec(ctx, "DELETE FROM content_versions WHERE server = $1 AND name = $2 AND number <= $3",
			v.Server, v.Name, made.Number-guide.MaxVersions)
		return errors.Join(err, notTooManyGuides(ctx, c, v.Server), note(ctx, c, ch))
	})
	return made, ok && err == nil, err
}
