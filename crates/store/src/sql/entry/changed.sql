-- The public entries that changed after an event of the public log, oldest
-- change first.
--
-- $1 after this number  $2 at most
SELECT number, log_number FROM entry WHERE audience = 'public' AND $1 < log_number ORDER BY log_number LIMIT $2
