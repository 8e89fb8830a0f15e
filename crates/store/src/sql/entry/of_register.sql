-- One register, newest change first, by key. Whoever asks has looked at its
-- audience.
--
-- $1 register  $2 before this position  $3 at most
SELECT number, register, case_file, holder, object, status, standing, since_ms, issued_ms, until_day, facts, position
FROM entry WHERE register = $1 AND position < $2 ORDER BY position DESC LIMIT $3
