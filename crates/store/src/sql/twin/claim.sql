-- $1 object  $2 case
INSERT INTO claim (object, case_file) VALUES ($1, $2) ON CONFLICT (object, case_file) DO NOTHING
