-- The whole table in one order, to compare it after a rebuild.
--
-- $1 at most  $2 passing over
SELECT position, place, at_ms, case_file, name, number, zh, en, audience, log_number FROM notice ORDER BY position, place LIMIT $1 OFFSET $2
