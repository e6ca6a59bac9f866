-- Under which name a server's digests are on the web.

-- +goose Up

CREATE TABLE publications (
	server TEXT NOT NULL PRIMARY KEY REFERENCES servers (id) ON DELETE CASCADE,
	slug   TEXT NOT NULL UNIQUE,
	secret TEXT NOT NULL -- names digests in addresses, so that these tell no id
);
