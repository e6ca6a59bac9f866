-- Messages to people, who are of no server, and threads with members; people who are to be
-- welcomed.

-- +goose Up

-- A message to a person has no server, so the column can no longer refer to one: what was
-- for a server goes with it when the store is pruned.
CREATE TABLE outbox_next (
	id           TEXT   NOT NULL PRIMARY KEY,
	group_id     TEXT   NOT NULL,
	part         BIGINT NOT NULL,
	server       TEXT   NOT NULL, -- empty: to a person
	channel      TEXT   NOT NULL,
	kind         TEXT   NOT NULL,
	title        TEXT   NOT NULL,
	members      TEXT   NOT NULL,
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
INSERT INTO outbox_next SELECT id, group_id, part, server, channel, kind, title, '[]', body, nonce, marker,
	state, created_ms, first_try_ms, next_try_ms, attempts, message_id, problem, detail FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_next RENAME TO outbox;
CREATE INDEX outbox_waiting ON outbox (next_try_ms, first_try_ms, created_ms) WHERE state <> 'sent' AND state <> 'dead';
CREATE INDEX outbox_of_server ON outbox (server, state);
CREATE INDEX outbox_of_person ON outbox (channel) WHERE kind = 'person';

CREATE TABLE welcomes (
	server    TEXT   NOT NULL PRIMARY KEY REFERENCES servers (id) ON DELETE CASCADE,
	posted_ms BIGINT NOT NULL, -- the last message
	crowd_ms  BIGINT NOT NULL, -- when more people came at once than are named; 0: that was told
	told_ms   BIGINT NOT NULL  -- the last message about so many
);

CREATE TABLE joiners (
	server      TEXT   NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	person      TEXT   NOT NULL,
	name        TEXT   NOT NULL, -- empty once they were welcomed
	state       TEXT   NOT NULL,
	at_ms       BIGINT NOT NULL,
	PRIMARY KEY (server, person)
);
CREATE INDEX joiners_waiting ON joiners (server) WHERE state = 'here';
CREATE INDEX joiners_of_person ON joiners (person);
CREATE INDEX joiners_at ON joiners (at_ms);
