-- Cases of another object that rest on the same content. Only those of the same
-- procedure: what was handed in for a case elsewhere, above all for a confidential
-- one, has no effect here and is not told.
--
-- $1 sha256  $2 object  $3 regime  $4 procedure
SELECT used.case_file FROM material_use used
JOIN case_file held ON held.number = used.case_file
WHERE used.sha256 = $1 AND used.object <> $2 AND held.regime = $3 AND held.procedure = $4
ORDER BY used.case_file LIMIT 1
