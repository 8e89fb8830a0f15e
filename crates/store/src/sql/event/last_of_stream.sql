-- The last event of a stream, as of some position.
--
-- $1 stream  $2 not after this position
SELECT position, version, log_index FROM event
WHERE stream = $1 AND position <= $2 ORDER BY version DESC LIMIT 1
