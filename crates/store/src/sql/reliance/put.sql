-- A material of a case was met from evidence; what it rested on before counts no more.
--
-- $1 case  $2 material  $3 owner  $4 number  $5 position
INSERT INTO reliance (case_file, material, owner, number, position) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (case_file, material)
DO UPDATE SET owner = excluded.owner, number = excluded.number, position = excluded.position
