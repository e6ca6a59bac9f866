-- Portable: TEXT, BIGINT, BOOLEAN, DOUBLE PRECISION; all NOT NULL. Times are Unix
-- milliseconds, 0 for never. Lists and bodies are JSON. A table stands below those
-- it refers to: copies are made in this order.

-- +goose Up

CREATE TABLE claims (
	work       TEXT   NOT NULL PRIMARY KEY,
	holder     TEXT   NOT NULL,
	epoch      BIGINT NOT NULL, -- grows whenever the work changes hands
	expires_ms BIGINT NOT NULL
);

CREATE TABLE gateways (
	application TEXT NOT NULL PRIMARY KEY,
	manifest    TEXT NOT NULL -- hash of the commands that Discord was told; empty: none
);

CREATE TABLE identifies (
	application TEXT   NOT NULL REFERENCES gateways (application) ON DELETE CASCADE,
	id          TEXT   NOT NULL PRIMARY KEY,
	at_ms       BIGINT NOT NULL
);
CREATE INDEX identifies_at ON identifies (application, at_ms);

CREATE TABLE servers (
	id                TEXT    NOT NULL PRIMARY KEY,
	languages         TEXT    NOT NULL,
	zone              TEXT    NOT NULL,
	digest_channel    TEXT    NOT NULL,
	moderator_channel TEXT    NOT NULL,
	topics            TEXT    NOT NULL,
	hour              TEXT    NOT NULL,
	greeted           BOOLEAN NOT NULL,
	removed_ms        BIGINT  NOT NULL
);

CREATE TABLE changes (
	id     TEXT   NOT NULL PRIMARY KEY,
	server TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	person TEXT   NOT NULL,
	at_ms  BIGINT NOT NULL,
	key    TEXT   NOT NULL,
	args   TEXT   NOT NULL
);
CREATE INDEX changes_of_server ON changes (server, at_ms);
CREATE INDEX changes_of_person ON changes (person);

CREATE TABLE alerts (
	id      TEXT   NOT NULL PRIMARY KEY,
	server  TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	at_ms   BIGINT NOT NULL,
	key     TEXT   NOT NULL,
	args    TEXT   NOT NULL,
	told_ms BIGINT NOT NULL
);
CREATE INDEX alerts_of_server ON alerts (server, told_ms);

CREATE TABLE persons (
	id       TEXT    NOT NULL PRIMARY KEY,
	language TEXT    NOT NULL,
	plain    BOOLEAN NOT NULL
);

CREATE TABLE progress (
	person TEXT   NOT NULL,
	server TEXT   NOT NULL, -- empty outside a server
	guide  TEXT   NOT NULL,
	step   TEXT   NOT NULL,
	done   TEXT   NOT NULL,
	at_ms  BIGINT NOT NULL,
	PRIMARY KEY (person, server, guide)
);
CREATE INDEX progress_of_server ON progress (server);

CREATE TABLE feeds (
	url              TEXT   NOT NULL PRIMARY KEY,
	title            TEXT   NOT NULL,
	lang             TEXT   NOT NULL,
	outlet           TEXT   NOT NULL,
	zone             TEXT   NOT NULL,
	checked_ms       BIGINT NOT NULL,
	etag             TEXT   NOT NULL,
	last_modified    TEXT   NOT NULL,
	next_fetch_ms    BIGINT NOT NULL,
	last_good_ms     BIGINT NOT NULL,
	failing_since_ms BIGINT NOT NULL,
	failures         BIGINT NOT NULL,
	problem          TEXT   NOT NULL
);
CREATE INDEX feeds_due ON feeds (next_fetch_ms);

CREATE TABLE follows (
	server   TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	feed     TEXT   NOT NULL REFERENCES feeds (url) ON DELETE CASCADE,
	added_by TEXT   NOT NULL,
	at_ms    BIGINT NOT NULL,
	PRIMARY KEY (server, feed)
);
CREATE INDEX follows_of_feed ON follows (feed);

CREATE TABLE items (
	id           TEXT    NOT NULL,
	feed         TEXT    NOT NULL REFERENCES feeds (url) ON DELETE CASCADE,
	link         TEXT    NOT NULL,
	title        TEXT    NOT NULL,
	summary      TEXT    NOT NULL,
	publisher    TEXT    NOT NULL,
	outlet       TEXT    NOT NULL,
	lang         TEXT    NOT NULL,
	published_ms BIGINT  NOT NULL,
	seen_ms      BIGINT  NOT NULL,
	edited_ms    BIGINT  NOT NULL,
	baseline     BOOLEAN NOT NULL,
	listed_ms    BIGINT  NOT NULL, -- when the feed was last seen to have it, to the day
	PRIMARY KEY (feed, id)
);
CREATE INDEX items_seen ON items (feed, seen_ms);
CREATE INDEX items_listed ON items (listed_ms);

CREATE TABLE digests (
	id          TEXT    NOT NULL PRIMARY KEY,
	server      TEXT    NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	name        TEXT    NOT NULL,
	name_key    TEXT    NOT NULL, -- the name as it is compared
	channel     TEXT    NOT NULL,
	forum       BOOLEAN NOT NULL,
	schedule    TEXT    NOT NULL,
	zone        TEXT    NOT NULL,
	topics      TEXT    NOT NULL,
	languages   TEXT    NOT NULL,
	length      BIGINT  NOT NULL,
	role        TEXT    NOT NULL,
	post_empty  BOOLEAN NOT NULL,
	created_by  TEXT    NOT NULL,
	paused      BOOLEAN NOT NULL,
	paused_for  TEXT    NOT NULL,
	deleted_ms  BIGINT  NOT NULL,
	changed_ms  BIGINT  NOT NULL,
	last_run_ms BIGINT  NOT NULL,
	next_run_ms BIGINT  NOT NULL,
	silent      BIGINT  NOT NULL
);
CREATE UNIQUE INDEX digests_name ON digests (server, name_key) WHERE deleted_ms = 0;
CREATE INDEX digests_due ON digests (next_run_ms) WHERE deleted_ms = 0;

CREATE TABLE runs (
	id      TEXT   NOT NULL PRIMARY KEY,
	digest  TEXT   NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
	slot    TEXT   NOT NULL,
	at_ms   BIGINT NOT NULL,
	done_ms BIGINT NOT NULL,
	outcome TEXT   NOT NULL,
	stories TEXT   NOT NULL,
	UNIQUE (digest, slot)
);
CREATE INDEX runs_of_digest ON runs (digest, at_ms);

CREATE TABLE outbox (
	id           TEXT   NOT NULL PRIMARY KEY,
	group_id     TEXT   NOT NULL,
	part         BIGINT NOT NULL,
	server       TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	channel      TEXT   NOT NULL,
	kind         TEXT   NOT NULL,
	title        TEXT   NOT NULL,
	body         TEXT   NOT NULL,
	nonce        TEXT   NOT NULL,
	marker       TEXT   NOT NULL,
	state        TEXT   NOT NULL,
	created_ms   BIGINT NOT NULL,
	first_try_ms BIGINT NOT NULL,
	next_try_ms  BIGINT NOT NULL,
	attempts     BIGINT NOT NULL,
	message_id   TEXT   NOT NULL,
	problem      TEXT   NOT NULL,
	detail       TEXT   NOT NULL,
	UNIQUE (group_id, part)
);
CREATE INDEX outbox_waiting ON outbox (next_try_ms) WHERE state <> 'sent' AND state <> 'dead';
CREATE INDEX outbox_of_server ON outbox (server, state);
