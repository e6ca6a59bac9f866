-- A server's own guides: what readers have, version by version; drafts that its moderators share; who changed what in
-- them last; what somebody typed that did not fit, or took out, kept for a day; and which of our guides are hidden there.

-- +goose Up

CREATE TABLE content_versions (
	server  TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	name    TEXT   NOT NULL,
	number  BIGINT NOT NULL,
	files   TEXT   NOT NULL, -- by language; none: the guide was deleted
	person  TEXT   NOT NULL,
	at_ms   BIGINT NOT NULL,
	added   BIGINT NOT NULL, -- steps, against the version before
	changed BIGINT NOT NULL,
	removed BIGINT NOT NULL,
	back    BIGINT NOT NULL, -- the version that it brought back; 0: none
	PRIMARY KEY (server, name, number)
);
CREATE INDEX content_versions_of_person ON content_versions (person);

CREATE TABLE content_drafts (
	server   TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	name     TEXT   NOT NULL,
	revision BIGINT NOT NULL, -- grows with each save
	files    TEXT   NOT NULL,
	PRIMARY KEY (server, name)
);

CREATE TABLE content_touches (
	server TEXT   NOT NULL,
	name   TEXT   NOT NULL,
	lang   TEXT   NOT NULL,
	step   TEXT   NOT NULL, -- empty: the guide itself, or the whole file
	person TEXT   NOT NULL,
	at_ms  BIGINT NOT NULL,
	PRIMARY KEY (server, name, lang, step),
	FOREIGN KEY (server, name) REFERENCES content_drafts (server, name) ON DELETE CASCADE
);
CREATE INDEX content_touches_of_person ON content_touches (person);

CREATE TABLE content_slips (
	id     TEXT   NOT NULL PRIMARY KEY,
	server TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	person TEXT   NOT NULL,
	kind   TEXT   NOT NULL,
	name   TEXT   NOT NULL,
	lang   TEXT   NOT NULL,
	step   TEXT   NOT NULL,
	text   TEXT   NOT NULL,
	at_ms  BIGINT NOT NULL
);
CREATE INDEX content_slips_of_person ON content_slips (person);

CREATE TABLE content_hidden (
	server TEXT NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	name   TEXT NOT NULL,
	PRIMARY KEY (server, name)
);
