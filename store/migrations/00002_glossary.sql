-- A server's own words, and the questions that people ask each other there.

-- +goose Up

ALTER TABLE servers ADD COLUMN bridge_channel TEXT NOT NULL DEFAULT '';

CREATE TABLE terms (
	id              TEXT   NOT NULL PRIMARY KEY,
	server          TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	word_key        TEXT   NOT NULL, -- the word as it is compared
	simplified      TEXT   NOT NULL,
	traditional     TEXT   NOT NULL,
	english         TEXT   NOT NULL,
	reading         TEXT   NOT NULL,
	meaning_english TEXT   NOT NULL,
	meaning_chinese TEXT   NOT NULL,
	note            TEXT   NOT NULL,
	added_by        TEXT   NOT NULL,
	credit          TEXT   NOT NULL,
	added_ms        BIGINT NOT NULL,
	changed_ms      BIGINT NOT NULL,
	UNIQUE (server, word_key)
);
CREATE INDEX terms_of_person ON terms (added_by);
CREATE INDEX terms_credited ON terms (credit);

CREATE TABLE imports (
	id     TEXT   NOT NULL PRIMARY KEY,
	server TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	person TEXT   NOT NULL,
	terms  TEXT   NOT NULL,
	at_ms  BIGINT NOT NULL
);

CREATE TABLE questions (
	id        TEXT   NOT NULL PRIMARY KEY,
	server    TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	person    TEXT   NOT NULL,
	quote     TEXT   NOT NULL,
	want      TEXT   NOT NULL,
	state     TEXT   NOT NULL,
	channel   TEXT   NOT NULL,
	message   TEXT   NOT NULL,
	at_ms     BIGINT NOT NULL,
	posted_ms BIGINT NOT NULL,
	version   BIGINT NOT NULL, -- grows with whatever the post shows
	shown     BIGINT NOT NULL  -- the version that the post shows
);
CREATE INDEX questions_of_person ON questions (person, posted_ms);
CREATE INDEX questions_stale ON questions (id) WHERE shown < version;

CREATE TABLE answers (
	id       TEXT    NOT NULL PRIMARY KEY,
	question TEXT    NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
	person   TEXT    NOT NULL,
	text     TEXT    NOT NULL,
	credited BOOLEAN NOT NULL,
	at_ms    BIGINT  NOT NULL,
	term     TEXT    NOT NULL -- that it became; empty: none
);
CREATE INDEX answers_of_question ON answers (question, at_ms);
CREATE INDEX answers_of_person ON answers (person, at_ms);
