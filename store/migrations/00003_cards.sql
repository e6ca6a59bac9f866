-- What people learn, and how they answered.

-- +goose Up

CREATE TABLE cards (
	id          TEXT             NOT NULL PRIMARY KEY,
	owner       TEXT             NOT NULL,
	key         TEXT             NOT NULL, -- the same for cards that teach the same
	source      TEXT             NOT NULL,
	lang        TEXT             NOT NULL,
	simplified  TEXT             NOT NULL,
	traditional TEXT             NOT NULL,
	pinyin      TEXT             NOT NULL,
	taiwan      TEXT             NOT NULL,
	meaning     TEXT             NOT NULL,
	note        TEXT             NOT NULL,
	ask         TEXT             NOT NULL,
	edited      TEXT             NOT NULL,
	added_ms    BIGINT           NOT NULL,
	phase       TEXT             NOT NULL,
	step        BIGINT           NOT NULL,
	stability   DOUBLE PRECISION NOT NULL,
	difficulty  DOUBLE PRECISION NOT NULL,
	due_ms      BIGINT           NOT NULL,
	last_ms     BIGINT           NOT NULL,
	reps        BIGINT           NOT NULL,
	lapses      BIGINT           NOT NULL,
	UNIQUE (owner, key)
);

CREATE TABLE reviews (
	id     TEXT   NOT NULL PRIMARY KEY,
	owner  TEXT   NOT NULL,
	card   TEXT   NOT NULL, -- which may be gone
	at_ms  BIGINT NOT NULL,
	grade  BIGINT NOT NULL,
	before TEXT   NOT NULL -- the memory, so that the answer can be taken back
);
CREATE INDEX reviews_of_owner ON reviews (owner, at_ms);
CREATE INDEX reviews_at ON reviews (at_ms);

CREATE TABLE card_imports (
	owner TEXT   NOT NULL PRIMARY KEY, -- who has looked at a file, but not imported it yet
	id    TEXT   NOT NULL,
	at_ms BIGINT NOT NULL,
	cards TEXT   NOT NULL
);
