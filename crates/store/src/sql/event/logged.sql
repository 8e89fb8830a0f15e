-- The leaves of the public log, in order.
--
-- $1 from this place on, from 0  $2 at most
SELECT log_index, leaf FROM event WHERE $1 <= log_index ORDER BY log_index LIMIT $2
