-- The whole table in one order, to compare it after a rebuild.
--
-- $1 at most  $2 passing over
SELECT case_file, body, until_day, kept, gone, holds, proposed FROM retention ORDER BY case_file LIMIT $1 OFFSET $2
