-- Files of a body that are kept until before a day, the earliest first, by key.
--
-- $1 body  $2 before this day  $3 after this last day  $4 and, on it, after this case  $5 at most
SELECT case_file, until_day FROM retention
WHERE body = $1 AND until_day < $2 AND kept > 0 AND (until_day > $3 OR (until_day = $3 AND case_file > $4))
ORDER BY until_day, case_file LIMIT $5
