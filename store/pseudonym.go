package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"magpie/community"
)

// errNoKey is why nobody can be forgotten by a store without Options.KeyFile.
var errNoKey = errors.New("no key for pseudonyms")

// keyBytes is how long a key for pseudonyms is.
const keyBytes = 32

// readKey reads the key for pseudonyms from a file, which is made if there is none. Only its
// owner can read it; who has the database without it cannot tell whom a pseudonym stands for.
func readKey(path string) (key []byte, made bool, err error) {
	text, err := os.ReadFile(path)
	if made = errors.Is(err, fs.ErrNotExist); made {
		if err = makeKey(path); err == nil {
			text, err = os.ReadFile(path)
		}
	}
	if err != nil {
		return nil, made, err
	}
	key, err = hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != keyBytes {
		return nil, made, fmt.Errorf("%s is damaged: it should hold %d hexadecimal digits; put back a copy, or remove it to have a new one made", path, 2*keyBytes)
	}
	return key, made, nil
}

// useKey makes pseudonyms with the key in a file from now on.
func (s *Store) useKey(ctx context.Context, path string) error {
	key, made, err := readKey(path)
	if err != nil {
		return s.explain("read the key for pseudonyms", err)
	}
	s.key = key
	if made {
		lost, _, err := first(ctx, s.look(), only[int], `SELECT (SELECT count(*) FROM partner_apart WHERE other LIKE 'key:%')
			+ (SELECT count(*) FROM partner_bans WHERE person = '' AND pseudonym LIKE 'key:%')`)
		if err != nil {
			return s.explain("count pseudonyms", err)
		}
		if lost > 0 {
			s.log.Warn("pseudonyms were made with another key: who was banned or blocked and deleted everything may come back; stop, and put the key's file back, if there is a copy",
				"file", path, "pseudonyms", lost)
		}
	}
	return s.rekey(ctx)
}

// makeKey makes the file of a new key, altogether or not at all.
func makeKey(path string) error {
	key := make([]byte, keyBytes)
	rand.Read(key) // never fails
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".key-*") // for its owner alone
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = fmt.Fprintf(f, "%x\n", key)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) { // another process may be first
		return err
	}
	return syncFile(dir)
}

// pseudonym stands for a person who asked to be forgotten, where others keep them away: it is
// the same for the same person, and cannot be found by trying ids without the key.
func (s *Store) pseudonym(person string) string {
	sum := sha256.Sum256([]byte("magpie partner " + person))
	return s.keyed(base64.RawURLEncoding.EncodeToString(sum[:16]))
}

// keyed is what a pseudonym becomes that was made without a key, as all once were. Those are
// 22 characters long; ids are shorter and these are longer.
func (s *Store) keyed(old string) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(old))
	return "key:" + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// rekey replaces pseudonyms that were made without a key. Nearly always there are none, which
// indexes tell at once.
func (s *Store) rekey(ctx context.Context) error {
	for _, in := range []struct{ table, column string }{{"partner_apart", "other"}, {"partner_bans", "pseudonym"}} {
		old, err := list(ctx, s.look(), only[string], "SELECT DISTINCT "+in.column+" FROM "+in.table+" WHERE length("+in.column+") = 22")
		if err == nil && len(old) > 0 {
			err = s.do(ctx, "", func(c conn) error {
				for _, pseudonym := range old {
					_, err := c.exec(ctx, "UPDATE "+in.table+" SET "+in.column+" = $2 WHERE "+in.column+" = $1", pseudonym, s.keyed(pseudonym))
					if err != nil {
						return err
					}
				}
				return nil
			})
		}
		if err != nil {
			return s.explain("key the pseudonyms of "+in.table, err)
		}
	}
	return nil
}

// forgetApart leaves a pseudonym of a person with those who keep them away.
func (s *Store) forgetApart(ctx context.Context, c conn, person string) error {
	if s.key == nil {
		return errNoKey
	}
	apart, err := list(ctx, c, apartFields, "DELETE FROM partner_apart WHERE other = $1 RETURNING "+apartColumns, person)
	return errors.Join(err, renameApart(ctx, c, apart, s.pseudonym(person)))
}

// knowApart puts a person who looks for partners in a server, perhaps anew, in the place of
// their pseudonym there.
func (s *Store) knowApart(ctx context.Context, c conn, server, person string) error {
	apart, err := list(ctx, c, apartFields, "DELETE FROM partner_apart WHERE server = $1 AND other = $2 RETURNING "+apartColumns,
		server, s.pseudonym(person))
	return errors.Join(err, renameApart(ctx, c, apart, person))
}

// forgetBans leaves a pseudonym of a person in the bans from looking for partners.
func (s *Store) forgetBans(ctx context.Context, c conn, person string) error {
	bans, err := list(ctx, c, banFields, "DELETE FROM partner_bans WHERE person = $1 RETURNING "+banColumns, person)
	if err != nil {
		return err
	}
	for _, b := range bans {
		b.Pseudonym, b.Person = s.pseudonym(person), "" // with the key of now, whichever it was made with
		if _, err := c.exec(ctx, insert("partner_bans", banColumns)+" ON CONFLICT DO NOTHING", banFields(&b)...); err != nil {
			return err
		}
	}
	return nil
}

// renameApart keeps others apart from somebody by another name.
func renameApart(ctx context.Context, c conn, apart []community.Apart, other string) error {
	for _, a := range apart {
		a.Other = other
		if err := keepApart(ctx, c, a); err != nil {
			return err
		}
	}
	return nil
}
