-- People who look for somebody to practise a language with.

-- +goose Up

CREATE TABLE partners (
	id         TEXT    NOT NULL PRIMARY KEY,
	server     TEXT    NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	person     TEXT    NOT NULL,
	pseudonym  TEXT    NOT NULL, -- of the person
	speaks     TEXT    NOT NULL,
	learns     TEXT    NOT NULL,
	interests  TEXT    NOT NULL,
	about      TEXT    NOT NULL,
	listed     BOOLEAN NOT NULL,
	direct     BOOLEAN NOT NULL,
	active_ms  BIGINT  NOT NULL,
	expires_ms BIGINT  NOT NULL,
	reminded   BOOLEAN NOT NULL,
	UNIQUE (server, person)
);
CREATE INDEX partners_of_person ON partners (person);
CREATE INDEX partners_listed ON partners (server, active_ms) WHERE listed;
CREATE INDEX partners_expiring ON partners (expires_ms);

CREATE TABLE partner_asks (
	id       TEXT    NOT NULL PRIMARY KEY,
	server   TEXT    NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	sender   TEXT    NOT NULL,
	receiver TEXT    NOT NULL, -- empty once they asked to be forgotten
	state    TEXT    NOT NULL,
	at_ms    BIGINT  NOT NULL,
	told     BOOLEAN NOT NULL -- the receiver has been told
);
CREATE INDEX partner_asks_sent ON partner_asks (sender, at_ms);
CREATE INDEX partner_asks_waiting ON partner_asks (receiver, server) WHERE state = 'open';

CREATE TABLE partner_apart (
	server   TEXT    NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	person   TEXT    NOT NULL, -- whose wish it is
	other    TEXT    NOT NULL, -- pseudonym of the one who is not shown to them
	until_ms BIGINT  NOT NULL,
	mutual   BOOLEAN NOT NULL, -- nor they to the other
	block    BOOLEAN NOT NULL,
	PRIMARY KEY (server, person, other)
);
CREATE INDEX partner_apart_other ON partner_apart (server, other);
CREATE INDEX partner_apart_of_person ON partner_apart (person);

CREATE TABLE partner_reports (
	id       TEXT   NOT NULL PRIMARY KEY,
	server   TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	person   TEXT   NOT NULL, -- whom it is about
	reporter TEXT   NOT NULL, -- empty once they asked to be forgotten
	met      TEXT   NOT NULL, -- where: card, ask or met
	about    TEXT   NOT NULL,
	why      TEXT   NOT NULL,
	at_ms    BIGINT NOT NULL,
	settled  TEXT   NOT NULL
);
CREATE INDEX partner_reports_of_server ON partner_reports (server, at_ms);
CREATE INDEX partner_reports_by ON partner_reports (reporter, at_ms);
CREATE INDEX partner_reports_about ON partner_reports (person);

CREATE TABLE partner_bans (
	server    TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	pseudonym TEXT   NOT NULL,
	person    TEXT   NOT NULL, -- empty once they asked to be forgotten
	at_ms     BIGINT NOT NULL,
	PRIMARY KEY (server, pseudonym)
);
CREATE INDEX partner_bans_of_person ON partner_bans (person);
