-- What moderators settle for guides and for people who look for one another.

-- +goose Up

ALTER TABLE servers ADD COLUMN handles_on BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE servers ADD COLUMN partner_channel TEXT NOT NULL DEFAULT '';
ALTER TABLE servers ADD COLUMN welcome_channel TEXT NOT NULL DEFAULT '';
ALTER TABLE servers ADD COLUMN panel_channel TEXT NOT NULL DEFAULT '';
ALTER TABLE servers ADD COLUMN finish_role TEXT NOT NULL DEFAULT '';
ALTER TABLE servers ADD COLUMN content_role TEXT NOT NULL DEFAULT '';
ALTER TABLE servers ADD COLUMN pages_on BOOLEAN NOT NULL DEFAULT FALSE;
