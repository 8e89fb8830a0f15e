-- Cases of a body on which a hold stands, by key.
--
-- $1 body  $2 after this case  $3 at most
SELECT case_file, until_day FROM retention WHERE body = $1 AND holds > 0 AND case_file > $2
ORDER BY case_file LIMIT $3
