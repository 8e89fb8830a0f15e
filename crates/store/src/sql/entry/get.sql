-- One entry.
--
-- $1 number
SELECT number, register, case_file, holder, object, status, standing, since_ms, issued_ms, until_day, facts, position
FROM entry WHERE number = $1
