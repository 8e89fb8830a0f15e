-- The whole table in one order, to compare it after a rebuild.
--
-- $1 at most  $2 passing over
SELECT number, register, case_file, holder, object, status, standing, since_ms, issued_ms, until_day, facts, position, audience, log_number FROM entry ORDER BY number LIMIT $1 OFFSET $2
