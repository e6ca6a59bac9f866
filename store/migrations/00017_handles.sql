-- What people list of where else they are, who looks for whom, and what came of it.

-- +goose Up

CREATE TABLE listings (
	server     TEXT    NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	person     TEXT    NOT NULL,
	note       TEXT    NOT NULL,
	arrivals   BOOLEAN NOT NULL,
	expires_ms BIGINT  NOT NULL,
	reminded   BOOLEAN NOT NULL DEFAULT FALSE, -- that it ends soon
	PRIMARY KEY (server, person)
);
CREATE INDEX listings_of_person ON listings (person);
CREATE INDEX listings_ending ON listings (expires_ms);

CREATE TABLE handles (
	id         TEXT   NOT NULL PRIMARY KEY,
	server     TEXT   NOT NULL,
	person     TEXT   NOT NULL,
	platform   TEXT   NOT NULL,
	name       TEXT   NOT NULL,
	audience   TEXT   NOT NULL,
	added_ms   BIGINT NOT NULL,
	handle_key TEXT   NOT NULL, -- the name, however it is written
	look       BIGINT NOT NULL, -- what looks like it; 0 unless anyone may find it
	part_a     BIGINT NOT NULL, -- its beginning, middle and end, by which names near it are found; the same
	part_b     BIGINT NOT NULL,
	part_c     BIGINT NOT NULL,
	UNIQUE (server, person, platform, handle_key),
	FOREIGN KEY (server, person) REFERENCES listings (server, person) ON DELETE CASCADE
);
CREATE INDEX handles_by_key ON handles (server, handle_key);
CREATE INDEX handles_by_look ON handles (server, look) WHERE look <> 0;
CREATE INDEX handles_by_part_a ON handles (server, part_a) WHERE part_a <> 0;
CREATE INDEX handles_by_part_b ON handles (server, part_b) WHERE part_b <> 0;
CREATE INDEX handles_by_part_c ON handles (server, part_c) WHERE part_c <> 0;

CREATE TABLE bonds ( -- who says that they know whom
	server TEXT   NOT NULL,
	person TEXT   NOT NULL,
	other  TEXT   NOT NULL,
	at_ms  BIGINT NOT NULL,
	PRIMARY KEY (server, person, other),
	FOREIGN KEY (server, person) REFERENCES listings (server, person) ON DELETE CASCADE
);

CREATE INDEX bonds_of_person ON bonds (person);
CREATE INDEX bonds_of_other ON bonds (other);

CREATE TABLE blocks ( -- in every server
	person  TEXT   NOT NULL,
	blocked TEXT   NOT NULL,
	at_ms   BIGINT NOT NULL,
	PRIMARY KEY (person, blocked)
);
CREATE INDEX blocks_of_blocked ON blocks (blocked);

CREATE TABLE watches (
	id         TEXT   NOT NULL PRIMARY KEY,
	server     TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	person     TEXT   NOT NULL,
	platform   TEXT   NOT NULL, -- empty: any
	name       TEXT   NOT NULL,
	direct     TEXT   NOT NULL, -- language of the direct message that they asked for; or empty
	until_ms   BIGINT NOT NULL,
	handle_key TEXT   NOT NULL,
	UNIQUE (server, person, platform, handle_key)
);
CREATE INDEX watches_by_key ON watches (server, handle_key);
CREATE INDEX watches_of_person ON watches (person);

CREATE TABLE notices (
	id     TEXT    NOT NULL PRIMARY KEY,
	server TEXT    NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	person TEXT    NOT NULL,
	kind   TEXT    NOT NULL,
	handle TEXT    NOT NULL, -- that it is about; may be gone
	other  TEXT    NOT NULL,
	text   TEXT    NOT NULL,
	at_ms  BIGINT  NOT NULL,
	direct TEXT    NOT NULL, -- language of the direct message that is to be sent; or empty
	sent   BOOLEAN NOT NULL DEFAULT FALSE -- as one
);
CREATE INDEX notices_of_person ON notices (person, server);
CREATE INDEX notices_of_handle ON notices (handle);
CREATE INDEX notices_of_other ON notices (other);
CREATE INDEX notices_direct ON notices (at_ms) WHERE direct <> '';

CREATE TABLE handle_reports (
	id       TEXT   NOT NULL PRIMARY KEY,
	server   TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	reporter TEXT   NOT NULL,
	person   TEXT   NOT NULL,
	reason   TEXT   NOT NULL,
	text     TEXT   NOT NULL,
	at_ms    BIGINT NOT NULL
);
CREATE INDEX handle_reports_of_reporter ON handle_reports (reporter, at_ms);
