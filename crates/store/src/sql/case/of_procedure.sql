-- The cases of one procedure that are about one holder.
--
-- $1 regime  $2 procedure  $3 holder  $4 at most
SELECT number FROM case_file WHERE holder = $3 AND regime = $1 AND procedure = $2 ORDER BY number LIMIT $4
