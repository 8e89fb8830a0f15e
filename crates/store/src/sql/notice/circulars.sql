-- Circulars, newest first, by key. Whoever asks looks at who gets each.
--
-- $1 before this position  $2 at most
SELECT position, place, at_ms, case_file, name, number, zh, en FROM notice
WHERE audience = 'listed' AND position < $1 ORDER BY position DESC, place LIMIT $2
