-- $1 sha256  $2 case  $3 material  $4 object
INSERT INTO material_use (sha256, case_file, material, object) VALUES ($1, $2, $3, $4)
ON CONFLICT (sha256, case_file, material) DO UPDATE SET object = excluded.object
