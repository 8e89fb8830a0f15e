-- $1 position $2 place $3 kind $4 payload, JSON
INSERT INTO outbox (position, place, kind, payload, done_ms) VALUES ($1, $2, $3, $4, NULL)
