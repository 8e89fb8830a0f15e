-- Appends one event. A second event with the same version of the same stream,
-- or with a key that was used, is refused by the unique indexes.
--
-- $1 position  $2 stream  $3 version  $4 kind  $5 recorded at, ms since 1970 UTC
-- $6 command key  $7 hash of the command  $8 salt  $9 body  $10 leaf  $11 chain
-- $12 place in the public log, from 0; none if it stays out of it
INSERT INTO event (position, stream, version, kind, at_ms, command_key, command_hash, salt, body, leaf, chain, log_index)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
