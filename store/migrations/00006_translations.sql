-- Translations by an outside engine, what was spent on them, and who does not want
-- their messages translated.

-- +goose Up

CREATE TABLE translations (
	id    TEXT   NOT NULL PRIMARY KEY, -- a hash of the text, the languages and the engine
	text  TEXT   NOT NULL,
	at_ms BIGINT NOT NULL
);

CREATE TABLE spendings (
	day        TEXT   NOT NULL,
	server     TEXT   NOT NULL, -- empty in the row of a person
	person     TEXT   NOT NULL, -- empty in the row of a server
	characters BIGINT NOT NULL,
	at_ms      BIGINT NOT NULL,
	PRIMARY KEY (day, server, person)
);
CREATE INDEX spendings_of_person ON spendings (person);

ALTER TABLE persons ADD COLUMN untranslated BOOLEAN NOT NULL DEFAULT FALSE;
