-- The events of the public log in order, whole, for export.
--
-- $1 from this place on, from 0  $2 at most
SELECT position, stream, version, kind, at_ms, command_key, command_hash, salt, body, leaf, chain, log_index FROM event
WHERE $1 <= log_index ORDER BY log_index LIMIT $2
