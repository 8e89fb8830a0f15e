-- The cases of one procedure, by key.
--
-- $1 regime  $2 procedure  $3 after this number  $4 at most
SELECT number, holder, state, opened_ms FROM case_file
WHERE regime = $1 AND procedure = $2 AND number > $3 ORDER BY number LIMIT $4
