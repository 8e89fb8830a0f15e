-- The whole table in one order, to compare it after a rebuild.
--
-- $1 at most  $2 passing over
SELECT case_file, field, value FROM mention ORDER BY case_file, field, value LIMIT $1 OFFSET $2
