-- $1 SHA-256 of the token, hex $2 person $3 party $4 kind: session or api $5 expiry
INSERT INTO token (digest, person, party, kind, expires_ms) VALUES ($1, $2, $3, $4, $5)
