-- The whole table in one order, to compare it after a rebuild.
--
-- $1 at most  $2 passing over
SELECT case_file, deadline, what, at_ms FROM due ORDER BY case_file, deadline, what LIMIT $1 OFFSET $2
