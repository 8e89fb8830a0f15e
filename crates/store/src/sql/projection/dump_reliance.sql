-- The whole table in one order, to compare it after a rebuild.
--
-- $1 at most  $2 passing over
SELECT case_file, material, owner, number, position
FROM reliance ORDER BY case_file, material LIMIT $1 OFFSET $2
