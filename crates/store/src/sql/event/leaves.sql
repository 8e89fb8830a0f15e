-- The leaves of the log, in order.
--
-- $1 after this position  $2 at most
SELECT position, leaf FROM event WHERE $1 < position ORDER BY position LIMIT $2
