-- The public registers, newest change first, by key: the number in the public
-- log. What is not in the log is not here.
--
-- $1 before this number  $2 at most
SELECT number, register, case_file, holder, object, status, standing, since_ms, issued_ms, until_day, facts, log_number
FROM entry WHERE audience = 'public' AND log_number < $1 ORDER BY log_number DESC LIMIT $2
