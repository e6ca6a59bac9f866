package store

import (
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

var postgres = dialect{
	name:     "postgres",
	rewrite:  func(query string) string { return query },
	snapshot: sql.LevelRepeatableRead,
	full: func(err error) bool {
		const diskFull = "53100"
		var e *pgconn.PgError
		return errors.As(err, &e) && e.Code == diskFull
	},
}

func (s *Store) openPostgres(url string) error {
	s.dialect = postgres
	db, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(10)
	db.SetMaxIdleConns(5)
	s.write, s.read = db, db
	return nil
}
