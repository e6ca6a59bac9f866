package store

import (
	"context"
	"io/fs"
	"strings"
	"time"
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

// PlanDueMessages is how the database looks for the messages that are due.
func (s *Store) PlanDueMessages(ctx context.Context) (string, error) {
	explain, now := "EXPLAIN QUERY PLAN ", s.now()
	column := func(line *string) []any { return []any{new(int), new(int), new(int), line} }
	if s.lock == nil {
		explain, column = "EXPLAIN ", only[string]
	}
	lines, err := list(ctx, s.look(), column, explain+dueMessages, ms(now), 20, ms(now.Add(time.Hour)))
	return strings.Join(lines, "\n"), err
}
