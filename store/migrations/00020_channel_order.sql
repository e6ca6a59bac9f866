-- +goose Up

-- Whether a message waits that was handed over to a channel before another.
CREATE INDEX outbox_of_channel ON outbox (channel, created_ms) WHERE state <> 'sent' AND state <> 'dead';
