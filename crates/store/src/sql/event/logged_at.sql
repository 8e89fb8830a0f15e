-- One leaf of the public log.
--
-- $1 place, from 0
SELECT leaf FROM event WHERE log_index = $1
