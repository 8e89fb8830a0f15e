-- The whole table in one order, to compare it after a rebuild.
--
-- $1 at most  $2 passing over
SELECT object, case_file FROM claim ORDER BY object, case_file LIMIT $1 OFFSET $2
