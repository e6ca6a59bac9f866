package store

import (
	"context"
	"io/fs"
)

// What tests need to see of the inside.
var OpenWith = open

// Migrations are the program's own.
func Migrations() fs.FS { return migrations }

// Ask reads one text.
func (s *Store) Ask(ctx context.Context, query string, args ...any) (string, error) {
	text, _, err := first(ctx, s.look(), only[string], query, args...)
	return text, err
}

// Exec carries out one statement on the connection that writes.
func (s *Store) Exec(ctx context.Context, statement string) error {
	_, err := s.write.ExecContext(ctx, statement)
	return err
}
