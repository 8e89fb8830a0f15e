-- The cases with a running deadline, by key.
--
-- $1 after this case  $2 at most
SELECT number FROM case_file WHERE $1 < number AND due_ms IS NOT NULL ORDER BY number LIMIT $2
