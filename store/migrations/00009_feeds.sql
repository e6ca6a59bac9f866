-- What more is known of feeds and items, what an alert is about, and feeds that wait for a moderator to agree.

-- +goose Up

ALTER TABLE feeds ADD COLUMN whole_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN every_ms BIGINT NOT NULL DEFAULT 0;

ALTER TABLE items ADD COLUMN guid TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN title_key TEXT NOT NULL DEFAULT ''; -- the title as it is compared
CREATE INDEX items_guid ON items (feed, guid);
CREATE INDEX items_title ON items (feed, title_key);

ALTER TABLE alerts ADD COLUMN about TEXT NOT NULL DEFAULT '';
CREATE INDEX alerts_waiting ON alerts (server) WHERE told_ms = 0;

CREATE TABLE feed_imports (
	id     TEXT   NOT NULL PRIMARY KEY,
	server TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	feeds  TEXT   NOT NULL,
	at_ms  BIGINT NOT NULL
);
