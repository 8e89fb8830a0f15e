-- The cases with running deadlines, by key.
--
-- $1 after this case  $2 at most
SELECT case_file FROM due WHERE $1 < case_file GROUP BY case_file ORDER BY case_file LIMIT $2
