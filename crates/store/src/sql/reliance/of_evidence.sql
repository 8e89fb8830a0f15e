-- The cases that rest on a piece of evidence, by key.
--
-- $1 owner  $2 number  $3 after this case  $4 at most
SELECT reliance.case_file, reliance.material, reliance.owner, reliance.number, reliance.position
FROM reliance
WHERE reliance.owner = $1 AND reliance.number = $2 AND reliance.case_file > $3
ORDER BY reliance.case_file, reliance.material LIMIT $4
