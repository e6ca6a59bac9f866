-- What feeds taught, what digests can be asked for, and a server's own topics.

-- +goose Up

ALTER TABLE feeds ADD COLUMN newest_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN gap_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN stale_told BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE feeds ADD COLUMN moved_to TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN moved_times BIGINT NOT NULL DEFAULT 0;
ALTER TABLE follows ADD COLUMN paused BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE digests ADD COLUMN feeds TEXT NOT NULL DEFAULT '[]';
ALTER TABLE digests ADD COLUMN grouping TEXT NOT NULL DEFAULT '';
ALTER TABLE digests ADD COLUMN story_order TEXT NOT NULL DEFAULT '';

CREATE TABLE topics (
	server   TEXT NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
	name     TEXT NOT NULL,
	title    TEXT NOT NULL,
	must     TEXT NOT NULL, -- lists are JSON
	should   TEXT NOT NULL,
	excluded TEXT NOT NULL,
	patterns TEXT NOT NULL,
	added_by TEXT NOT NULL,
	PRIMARY KEY (server, name)
);
CREATE INDEX topics_of_person ON topics (added_by);
