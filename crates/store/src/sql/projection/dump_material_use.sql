-- The whole table in one order, to compare it after a rebuild.
--
-- $1 at most  $2 passing over
SELECT sha256, case_file, material, object FROM material_use ORDER BY sha256, case_file, material LIMIT $1 OFFSET $2
