-- +goose Up

-- Whether the clock was set back since a message was handed over or first tried is
-- seen in the index, without a look at each message that waits.
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (next_try_ms, first_try_ms, created_ms) WHERE state <> 'sent' AND state <> 'dead';
