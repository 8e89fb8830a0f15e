-- The event under a command's key, if the command was carried out already.
--
-- $1 key
SELECT position, stream, version, at_ms, command_hash, log_index FROM event WHERE command_key = $1
