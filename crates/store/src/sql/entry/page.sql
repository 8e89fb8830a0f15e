-- The public registers, newest change first, by key.
--
-- $1 before this position  $2 at most
SELECT number, register, case_file, holder, object, status, standing, since_ms, issued_ms, until_day, facts, position
FROM entry WHERE audience = 'public' AND position < $1 ORDER BY position DESC LIMIT $2
