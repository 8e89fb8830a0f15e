-- The cases of one procedure in which a field has a value.
--
-- $1 regime  $2 procedure  $3 field  $4 value  $5 at most
SELECT case_file.number FROM mention JOIN case_file ON case_file.number = mention.case_file
WHERE mention.value = $4 AND mention.field = $3 AND case_file.regime = $1 AND case_file.procedure = $2
ORDER BY case_file.number LIMIT $5
