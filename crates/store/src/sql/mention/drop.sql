-- $1 case  $2 field
DELETE FROM mention WHERE case_file = $1 AND field = $2
