-- What newcomers told of themselves. The path that they are led on follows from it.

-- +goose Up

CREATE TABLE paths (
	person  TEXT   NOT NULL PRIMARY KEY,
	answers TEXT   NOT NULL,
	at_ms   BIGINT NOT NULL
);
