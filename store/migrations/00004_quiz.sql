-- Quizzes, what people answered, and how they like to play.

-- +goose Up

CREATE TABLE quizzes (
	id        TEXT    NOT NULL PRIMARY KEY,
	server    TEXT    NOT NULL, -- as the channel, empty if somebody plays alone
	channel   TEXT    NOT NULL,
	message   TEXT    NOT NULL,
	starter   TEXT    NOT NULL,
	deck      TEXT    NOT NULL,
	kind      TEXT    NOT NULL,
	pace      TEXT    NOT NULL,
	tasks     TEXT    NOT NULL,
	number    BIGINT  NOT NULL,
	told      BOOLEAN NOT NULL,
	paused    BOOLEAN NOT NULL,
	ending    TEXT    NOT NULL,
	idle      BIGINT  NOT NULL,
	due_ms    BIGINT  NOT NULL,
	began_ms  BIGINT  NOT NULL,
	ended_ms  BIGINT  NOT NULL,
	version   BIGINT  NOT NULL, -- grows with whatever the post shows
	shown     BIGINT  NOT NULL, -- the version that the post shows
	edited_ms BIGINT  NOT NULL  -- when the post was last about to be changed
);
CREATE UNIQUE INDEX quizzes_going_on ON quizzes (channel) WHERE ending = '' AND channel <> '';
CREATE INDEX quizzes_of_server ON quizzes (server, began_ms);
CREATE INDEX quizzes_due ON quizzes (due_ms) WHERE due_ms <> 0;
CREATE INDEX quizzes_stale ON quizzes (id) WHERE shown < version AND channel <> '';
CREATE INDEX quizzes_of_starter ON quizzes (starter);

CREATE TABLE quiz_answers (
	quiz    TEXT   NOT NULL REFERENCES quizzes (id) ON DELETE CASCADE,
	number  BIGINT NOT NULL,
	person  TEXT   NOT NULL,
	choice  BIGINT NOT NULL,
	typed   TEXT   NOT NULL,
	verdict TEXT   NOT NULL,
	at_ms   BIGINT NOT NULL,
	place   BIGINT NOT NULL, -- among the answers of the quiz
	PRIMARY KEY (quiz, number, person)
);
CREATE INDEX quiz_answers_of_person ON quiz_answers (person, at_ms);

CREATE TABLE quiz_players (
	person TEXT    NOT NULL PRIMARY KEY,
	deck   TEXT    NOT NULL,
	kind   TEXT    NOT NULL,
	length BIGINT  NOT NULL,
	pace   TEXT    NOT NULL,
	guest  BOOLEAN NOT NULL
);
