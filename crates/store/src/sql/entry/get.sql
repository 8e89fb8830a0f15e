-- One entry, and who may read it.
--
-- $1 number
SELECT number, register, case_file, holder, object, status, standing, since_ms, issued_ms, until_day, facts, position, audience
FROM entry WHERE number = $1
