-- A material of a case was handed in as a file: it rests on no evidence.
--
-- $1 case  $2 material
DELETE FROM reliance WHERE case_file = $1 AND material = $2
