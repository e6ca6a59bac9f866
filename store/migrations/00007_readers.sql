-- How people like to read Chinese; empty follows their language.

-- +goose Up

ALTER TABLE persons ADD COLUMN script TEXT NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN readings TEXT NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN sandhi BOOLEAN NOT NULL DEFAULT FALSE;
