-- What the chain links, in order, and which of it is in the public log.
--
-- $1 after this position  $2 at most
SELECT position, leaf, log_index FROM event WHERE $1 < position ORDER BY position LIMIT $2
