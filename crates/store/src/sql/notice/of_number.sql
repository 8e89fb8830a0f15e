-- Public announcements about one entry, newest first.
--
-- $1 entry number
SELECT position, place, at_ms, case_file, name, number, zh, en FROM notice
WHERE number = $1 AND audience = 'public' ORDER BY position DESC LIMIT 50
