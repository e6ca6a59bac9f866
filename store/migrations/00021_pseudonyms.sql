-- Who keeps somebody away keeps them away by their id, and by a pseudonym once they asked to be
-- forgotten. Pseudonyms that are left were made without a key, and get one when the program starts.

-- +goose Up

UPDATE partner_apart SET other = (SELECT max(person) FROM partners WHERE partners.pseudonym = partner_apart.other)
	WHERE other IN (SELECT pseudonym FROM partners);
ALTER TABLE partners DROP COLUMN pseudonym;

DROP INDEX partner_apart_other;
CREATE INDEX partner_apart_of_other ON partner_apart (other);
CREATE INDEX partner_apart_unkeyed ON partner_apart (other) WHERE length(other) = 22;
CREATE INDEX partner_bans_unkeyed ON partner_bans (pseudonym) WHERE length(pseudonym) = 22;
