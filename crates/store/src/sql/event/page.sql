-- All events in order, whole, for audit, replay and export.
--
-- $1 after this position  $2 at most
SELECT position, stream, version, kind, at_ms, command_key, command_hash, salt, body, leaf, chain, log_index FROM event
WHERE $1 < position ORDER BY position LIMIT $2
