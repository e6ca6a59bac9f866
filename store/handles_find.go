package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"

	"magpie/community"
)

// maxFound is how many people one search finds at most.
const maxFound = 5

// visible selects handles h of listings l that $2 may be shown in server $1 at $3: not their own, not where moderators
// have switched handles off, and of nobody whom they blocked or who blocked them.
const visible = ` FROM handles AS h JOIN listings AS l ON l.server = h.server AND l.person = h.person
	JOIN servers AS s ON s.id = h.server AND s.handles_on AND s.removed_ms = 0
	WHERE h.server = $1 AND h.person <> $2 AND l.expires_ms > $3 AND h.audience <> 'nobody'
	AND NOT EXISTS (SELECT 1 FROM blocks WHERE person = h.person AND blocked = $2 OR person = $2 AND blocked = h.person)`

const handleColumnsOfH = "h.id, h.server, h.person, h.platform, h.name, h.audience, h.added_ms"

// FindHandles finds who lists a handle, as the asker may see them: those of exactly that
// name, whoever listed it first before others, else those that anyone may find by a name near it, the
// nearest first. It returns nothing, in the same way, for a handle that nobody lists and for
// one that the asker may not see.
func (s *Store) FindHandles(ctx context.Context, sought community.Sought) (found []community.Found, err error) {
	err = s.snapshot(ctx, func(c conn) error {
		matches, exact, err := s.matches(ctx, c, sought)
		if err != nil {
			return err
		}
		found = nil
		for _, h := range onePerPerson(matches) {
			if len(found) == maxFound {
				break
			}
			f, ok, err := s.found(ctx, c, sought.Server, sought.Asker, h.Person, h, exact)
			if err != nil {
				return err
			}
			if ok {
				found = append(found, f)
			}
		}
		return nil
	})
	return found, s.explain("look for a handle in server "+sought.Server, err)
}

// onePerPerson are the handles of which each person has one: the first that is for
// community.Knowing, as it shows most, else the first.
func onePerPerson(all []community.Handle) (one []community.Handle) {
	at := map[string]int{}
	for _, h := range all {
		i, ok := at[h.Person]
		switch {
		case !ok:
			at[h.Person] = len(one)
			one = append(one, h)
		case h.Audience == community.Knowing && one[i].Audience != community.Knowing:
			one[i] = h
		}
	}
	return one
}

// matches are the handles that a search finds, and whether they are exactly what was sought.
func (s *Store) matches(ctx context.Context, c conn, sought community.Sought) (matches []community.Handle, exact bool, err error) {
	args := []any{sought.Server, sought.Asker, ms(s.now()), community.HandleKey(sought.Name)}
	all, err := list(ctx, c, handleFields, "SELECT "+handleColumnsOfH+visible+" AND h.handle_key = $4 ORDER BY h.added_ms", args...)
	if err != nil {
		return nil, false, err
	}
	on := func(h community.Handle) bool { return sought.Platform == "" || h.Platform == sought.Platform }
	for _, h := range all {
		visible := h.Audience.Open()
		if !visible {
			closeness, _, err := closenessOf(ctx, c, h.Server, sought.Asker, h.Person)
			if err != nil {
				return nil, false, err
			}
			visible = closeness.Sees(h.Audience)
		}
		if visible && on(h) {
			matches = append(matches, h)
		}
	}
	if len(matches) > 0 {
		return matches, true, nil
	}
	matches, err = s.near(ctx, c, sought)
	return slices.DeleteFunc(matches, func(h community.Handle) bool { return !on(h) }), false, err
}

// maxNear is how many names near one are looked at more closely.
const maxNear = 20

// near are the handles for anyone with a name near that which is sought, the nearest first.
func (s *Store) near(ctx context.Context, c conn, sought community.Sought) (near []community.Handle, err error) {
	type named struct {
		id, name string
		changes  int
	}
	var alike []named
	look := func(column string, traces ...int64) error {
		args := []any{sought.Server}
		for _, t := range traces {
			args = append(args, t)
		}
		some, err := list(ctx, c, func(n *named) []any { return []any{&n.id, &n.name} },
			"SELECT id, name FROM handles WHERE server = $1 AND "+column+" <> 0 AND "+column+" IN ("+places(2, len(traces))+")", args...)
		for _, n := range some {
			changes, is := community.NearHandles(n.name, sought.Name)
			if is && !slices.ContainsFunc(alike, func(o named) bool { return o.id == n.id }) {
				alike = append(alike, named{n.id, n.name, changes})
			}
		}
		return err
	}
	err = look("look", community.TracesOf(sought.Name).Look)
	for i, traces := range community.SoughtTraces(sought.Name) {
		if len(traces) > 0 {
			err = errors.Join(err, look(partColumns[i], traces...))
		}
	}
	slices.SortFunc(alike, func(a, b named) int {
		return cmp.Or(cmp.Compare(a.changes, b.changes), cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
	})
	for _, n := range alike[:min(len(alike), maxNear)] {
		h, ok, findErr := first(ctx, c, handleFields, "SELECT "+handleColumnsOfH+visible+" AND h.id = $4", sought.Server, sought.Asker, ms(s.now()), n.id)
		if err = errors.Join(err, findErr); ok {
			near = append(near, h)
		}
	}
	return near, err
}

// partColumns are where a handle's traces are.
var partColumns = [3]string{"part_a", "part_b", "part_c"}

// FoundPerson is what an asker may see of a person in a server; ok is false, in the same way,
// if that is nothing and if they list nothing.
func (s *Store) FoundPerson(ctx context.Context, server, asker, person string) (f community.Found, ok bool, err error) {
	err = s.snapshot(ctx, func(c conn) error {
		f, ok, err = s.found(ctx, c, server, asker, person, community.Handle{}, false)
		return err
	})
	return f, ok, s.explain("look at the handles of "+person, err)
}

// FoundHandle is what an asker may see of whoever lists a handle, which they have found: its
// id is told to nobody else.
func (s *Store) FoundHandle(ctx context.Context, server, asker, id string) (f community.Found, ok bool, err error) {
	err = s.snapshot(ctx, func(c conn) error {
		h, there, err := first(ctx, c, handleFields, "SELECT "+handleColumnsOfH+visible+" AND h.id = $4", server, asker, ms(s.now()), id)
		if err != nil || !there {
			return err
		}
		f, _, err = s.found(ctx, c, server, asker, h.Person, h, true)
		ok = slices.ContainsFunc(f.Handles, func(o community.FoundHandle) bool { return o.ID == id })
		return err
	})
	if !ok {
		f = community.Found{}
	}
	return f, ok, s.explain("look at handle "+id, err)
}

// found is what an asker sees of a person of whom they have found a handle, or none.
func (s *Store) found(ctx context.Context, c conn, server, asker, person string, match community.Handle, exact bool) (f community.Found, ok bool, err error) {
	closeness, known, err := closenessOf(ctx, c, server, asker, person)
	if f.Known = known; err != nil {
		return f, false, err
	}
	if exact && match.Audience == community.Knowing {
		closeness = max(closeness, community.Known)
	}
	all, err := list(ctx, c, handleFields, "SELECT "+handleColumnsOfH+visible+" AND h.person = $4", server, asker, ms(s.now()), person)
	if err != nil {
		return f, false, err
	}
	slices.SortFunc(all, community.Handle.Compare)
	for _, h := range all {
		if !closeness.Sees(h.Audience) {
			continue
		}
		claim, err := s.claimed(ctx, c, asker, h)
		if err != nil {
			return f, false, err
		}
		f.Handles = append(f.Handles, claim)
	}
	if len(f.Handles) == 0 {
		return f, false, nil
	}
	f.Person, f.Match, f.Exact = person, match, exact
	f.Note, _, err = first(ctx, c, only[string], "SELECT note FROM listings WHERE server = $1 AND person = $2", server, person)
	return f, true, err
}

// claimed is a handle with what an asker should know before they believe it.
func (s *Store) claimed(ctx context.Context, c conn, asker string, h community.Handle) (community.FoundHandle, error) {
	seenOf := community.FoundHandle{Handle: h, Claims: 1}
	now := ms(s.now())
	if h.Audience.Open() {
		others, _, err := first(ctx, c, only[int], "SELECT count(*)"+visible+
			" AND h.handle_key = $4 AND h.platform = $5 AND h.id <> $6 AND h.audience IN ('knowing', 'anyone')",
			h.Server, asker, now, community.HandleKey(h.Name), h.Platform, h.ID)
		if err != nil {
			return seenOf, err
		}
		seenOf.Claims += others
	}
	like, _, err := first(ctx, c, only[string], "SELECT h.name"+visible+
		" AND h.look <> 0 AND h.look = $4 AND h.platform = $5 AND h.person <> $6 AND h.handle_key <> $7 AND h.added_ms <= $8 ORDER BY h.added_ms",
		h.Server, asker, now, community.TracesOf(h.Name).Look, h.Platform, h.Person, community.HandleKey(h.Name), ms(h.AddedAt))
	seenOf.Like = like
	return seenOf, err
}

// closenessOf is how close an asker is to a person by what both said, and whether the asker
// said that they know them.
func closenessOf(ctx context.Context, c conn, server, asker, person string) (closeness community.Closeness, known bool, err error) {
	said, err := list(ctx, c, only[string],
		"SELECT person FROM bonds WHERE server = $1 AND (person = $2 AND other = $3 OR person = $3 AND other = $2)", server, asker, person)
	if len(said) == 2 {
		closeness = community.Friends
	}
	return closeness, slices.Contains(said, asker), err
}

// MatchHandles finds which of many handles on a platform are listed in a server, as an asker
// who knows them all may see who lists them, each person once. Of what they know, only names
// that are listed here are sent to the database.
func (s *Store) MatchHandles(ctx context.Context, server, asker, platform string, handles []string) (found []community.Found, err error) {
	known := make(map[string]bool, len(handles))
	for _, h := range handles {
		known[community.HandleKey(h)] = true
	}
	err = s.snapshot(ctx, func(c conn) error {
		matches, err := s.listedOf(ctx, c, server, asker, platform, known)
		found = nil
		for _, h := range onePerPerson(matches) {
			f, ok, findErr := s.found(ctx, c, server, asker, h.Person, h, true)
			if err = errors.Join(err, findErr); ok {
				found = append(found, f)
			}
		}
		return err
	})
	return found, s.explain("match "+strconv.Itoa(len(handles))+" handles in server "+server, err)
}

// listedOf are the handles, for Knowing or Anyone, whose keys are known, the earliest first. It
// reads all keys of the server, which an index holds, and looks up the few that are known: to
// join, sort and read 100,000 handles takes ten times as long.
func (s *Store) listedOf(ctx context.Context, c conn, server, asker, platform string, known map[string]bool) (matches []community.Handle, err error) {
	keys, err := list(ctx, c, only[string], "SELECT handle_key FROM handles WHERE server = $1 AND platform = $2", server, platform)
	if err != nil {
		return nil, err
	}
	looked := map[string]bool{}
	for _, key := range keys {
		if !known[key] || looked[key] {
			continue
		}
		looked[key] = true
		some, err := list(ctx, c, handleFields, "SELECT "+handleColumnsOfH+visible+
			" AND h.handle_key = $4 AND h.platform = $5 AND h.audience IN ('knowing', 'anyone')", server, asker, ms(s.now()), key, platform)
		if err != nil {
			return nil, err
		}
		matches = append(matches, some...)
	}
	slices.SortFunc(matches, func(a, b community.Handle) int {
		return cmp.Or(a.AddedAt.Compare(b.AddedAt), cmp.Compare(a.Person, b.Person), cmp.Compare(a.ID, b.ID))
	})
	return matches, nil
}
