-- Public announcements, newest first, by key: the number in the public log.
-- What is not in the log is not here.
--
-- $1 before this number  $2 at most
SELECT log_number, place, at_ms, case_file, name, number, zh, en FROM notice
WHERE audience = 'public' AND log_number < $1 ORDER BY log_number DESC, place LIMIT $2
