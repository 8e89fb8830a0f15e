-- Public announcements about one entry, newest first.
--
-- $1 entry number
SELECT log_number, place, at_ms, case_file, name, number, zh, en FROM notice
WHERE number = $1 AND audience = 'public' AND log_number IS NOT NULL ORDER BY log_number DESC LIMIT 50
