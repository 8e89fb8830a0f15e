-- The events of one stream, in order.
--
-- $1 stream  $2 after this version  $3 at most
SELECT position, version, at_ms, body, log_index FROM event
WHERE stream = $1 AND $2 < version ORDER BY version LIMIT $3
