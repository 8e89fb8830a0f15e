-- $1 case  $2 deadline  $3 `end` or `remind`
DELETE FROM due WHERE case_file = $1 AND deadline = $2 AND what = $3
