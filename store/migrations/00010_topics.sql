-- When a server's own topic was made, and what was typed for one but was not right yet: a draft,
-- kept for a day so that the form can be opened again.

-- +goose Up

ALTER TABLE topics ADD COLUMN added_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN draft BOOLEAN NOT NULL DEFAULT FALSE;
