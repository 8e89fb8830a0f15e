-- A material was replaced: the case rests on the old content no more.
--
-- $1 case  $2 material  $3 the content it rests on now
DELETE FROM material_use WHERE case_file = $1 AND material = $2 AND sha256 <> $3
