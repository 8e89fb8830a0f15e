-- The cases of a body that rest on evidence which has run out or was ended.
--
-- $1 body  $2 today  $3 after this case  $4 at most
SELECT reliance.case_file, reliance.material, reliance.owner, reliance.number, reliance.position
FROM reliance
JOIN kept_evidence kept ON kept.owner = reliance.owner AND kept.number = reliance.number
JOIN case_file held ON held.number = reliance.case_file
WHERE held.body = $1 AND (kept.until_day < $2 OR kept.ended_day <= $2) AND reliance.case_file > $3
ORDER BY reliance.case_file, reliance.material LIMIT $4
