-- What has come due, the earliest first.
--
-- $1 up to this moment  $2 at most
SELECT case_file, deadline, what, at_ms FROM due WHERE at_ms <= $1 ORDER BY at_ms, case_file LIMIT $2
