-- Cases of another object that rest on the same content. Only those of the same
-- procedure, by whose name their objects begin: what was handed in for a case
-- elsewhere, above all for a confidential one, has no effect here and is not told.
--
-- $1 sha256  $2 object  $3 the beginning of objects of the same procedure
SELECT case_file FROM material_use
WHERE sha256 = $1 AND object <> $2 AND SUBSTR(object, 1, LENGTH($3)) = $3
ORDER BY case_file LIMIT 1
