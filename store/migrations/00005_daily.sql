-- Small posts that channels get once a day.

-- +goose Up

CREATE TABLE dailies (
	id          TEXT   NOT NULL PRIMARY KEY,
	server      TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	channel     TEXT   NOT NULL,
	kind        TEXT   NOT NULL,
	hour        TEXT   NOT NULL,
	zone        TEXT   NOT NULL,
	posted      BIGINT NOT NULL,
	last_slot   TEXT   NOT NULL, -- civil date and time; two posts never have the same date
	next_run_ms BIGINT NOT NULL,
	paused_for  TEXT   NOT NULL, -- empty while it runs
	changed_ms  BIGINT NOT NULL
);
CREATE INDEX dailies_of_server ON dailies (server);
CREATE INDEX dailies_due ON dailies (next_run_ms) WHERE paused_for = '';
