-- One entry, and who may read it. Its number in the public log is none if the
-- entry is confidential.
--
-- $1 number
SELECT number, register, case_file, holder, object, status, standing, since_ms, issued_ms, until_day, facts, log_number, audience
FROM entry WHERE number = $1
