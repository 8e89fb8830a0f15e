-- What the cases of one procedure have in a field, by key.
--
-- $1 regime  $2 procedure  $3 field  $4 after this case  $5 at most
SELECT mention.case_file, mention.value FROM mention JOIN case_file ON case_file.number = mention.case_file
WHERE case_file.regime = $1 AND case_file.procedure = $2 AND mention.field = $3 AND mention.case_file > $4
ORDER BY mention.case_file, mention.value LIMIT $5
