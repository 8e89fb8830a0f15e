-- $1 object  $2 case
DELETE FROM claim WHERE object = $1 AND case_file = $2
