-- The tokens that are not expired.
--
-- $1 now  $2 at most
SELECT digest, person, party, kind, expires_ms FROM token WHERE $1 < expires_ms LIMIT $2
