-- Cases of another object that rest on the same content.
--
-- $1 sha256  $2 object
SELECT case_file FROM material_use WHERE sha256 = $1 AND object <> $2 ORDER BY case_file LIMIT 1
