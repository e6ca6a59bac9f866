package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// A conn asks the database, in a transaction or on its own.
type conn struct {
	db interface {
		ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	}
	dialect dialect
}

// look is for reading outside a transaction.
func (s *Store) look() conn { return conn{s.read, s.dialect} }

// do does something as a whole: in one transaction, undone if it fails. what says
// what it is, for the error.
func (s *Store) do(ctx context.Context, what string, act func(conn) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(what, err)
	}
	defer tx.Rollback() // does nothing after Commit
	if err := act(conn{tx, s.dialect}); err != nil {
		return s.explain(what, err)
	}
	return s.explain(what, tx.Commit())
}

// explain says what could not be done, and why, if err says so.
func (s *Store) explain(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case s.dialect.full(err):
		return fmt.Errorf("%s: %w: %w", what, ErrFull, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// exec carries out a statement and returns how many rows it changed.
func (c conn) exec(ctx context.Context, query string, args ...any) (int64, error) {
	r, err := c.db.ExecContext(ctx, c.dialect.rewrite(query), clean(args)...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// list reads rows. fields are where a row's columns go, in order.
func list[T any](ctx context.Context, c conn, fields func(*T) []any, query string, args ...any) ([]T, error) {
	rows, err := c.db.QueryContext(ctx, c.dialect.rewrite(query), clean(args)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var v T
		if err := rows.Scan(fields(&v)...); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// first reads the first row; ok is false if there is none.
func first[T any](ctx context.Context, c conn, fields func(*T) []any, query string, args ...any) (v T, ok bool, err error) {
	all, err := list(ctx, c, fields, query, args...)
	if err != nil || len(all) == 0 {
		return v, false, err
	}
	return all[0], true, nil
}

// only is the fields of a row with one column.
func only[T any](v *T) []any { return []any{v} }

// onlyTime is the fields of a row with one time.
func onlyTime(t *time.Time) []any { return []any{millis{t}} }

// insert is a statement that adds a row to a table.
func insert(table, columns string) string {
	n := strings.Count(columns, ",") + 1
	return "INSERT INTO " + table + " (" + columns + ") VALUES (" + places(1, n) + ")"
}

// upsert is a statement that adds a row, or changes it if there is one with its key.
func upsert(table, key, columns string) string {
	var sets []string
	for column := range strings.SplitSeq(columns, ",") {
		column = strings.TrimSpace(column)
		sets = append(sets, column+" = excluded."+column)
	}
	return insert(table, columns) + " ON CONFLICT (" + key + ") DO UPDATE SET " + strings.Join(sets, ", ")
}

// places is n numbered arguments: "$3, $4".
func places(from, n int) string {
	var all []string
	for i := range n {
		all = append(all, "$"+strconv.Itoa(from+i))
	}
	return strings.Join(all, ", ")
}

// clean makes text what both databases can hold.
func clean(args []any) []any {
	cleaned := make([]any, len(args))
	for i, arg := range args {
		cleaned[i] = arg
		if _, ok := arg.(driver.Valuer); ok || arg == nil {
			continue
		}
		if v := reflect.Indirect(reflect.ValueOf(arg)); v.Kind() == reflect.String {
			cleaned[i] = strings.ReplaceAll(strings.ToValidUTF8(v.String(), "\uFFFD"), "\x00", "")
		}
	}
	return cleaned
}

// millis is a time in a column: Unix milliseconds, 0 for the zero time.
type millis struct{ t *time.Time }

// ms is a time as an argument.
func ms(t time.Time) millis { return millis{&t} }

// Value implements [driver.Valuer].
func (m millis) Value() (driver.Value, error) {
	if m.t.IsZero() {
		return int64(0), nil
	}
	return m.t.UnixMilli(), nil
}

// Scan implements [sql.Scanner].
func (m millis) Scan(column any) error {
	n, ok := column.(int64)
	if !ok {
		return fmt.Errorf("a time is %T, not BIGINT", column)
	}
	*m.t = time.Time{}
	if n != 0 {
		*m.t = time.UnixMilli(n).UTC()
	}
	return nil
}

// span is a length of time in a BIGINT column of milliseconds.
type span struct{ d *time.Duration }

// Value implements [driver.Valuer].
func (s span) Value() (driver.Value, error) { return s.d.Milliseconds(), nil }

// Scan implements [sql.Scanner].
func (s span) Scan(column any) error {
	n, ok := column.(int64)
	if !ok {
		return fmt.Errorf("a length of time is %T, not BIGINT", column)
	}
	*s.d = time.Duration(n) * time.Millisecond
	return nil
}

// asJSON is anything in a TEXT column; v points to it.
type asJSON struct{ v any }

// Value implements [driver.Valuer].
func (j asJSON) Value() (driver.Value, error) {
	text, err := json.Marshal(j.v)
	return string(text), err
}

// Scan implements [sql.Scanner].
func (j asJSON) Scan(column any) error {
	text, ok := column.(string)
	if !ok {
		return fmt.Errorf("JSON is %T, not TEXT", column)
	}
	return json.Unmarshal([]byte(text), j.v)
}
