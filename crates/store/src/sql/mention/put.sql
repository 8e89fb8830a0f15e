-- $1 case  $2 field  $3 value
INSERT INTO mention (case_file, field, value) VALUES ($1, $2, $3) ON CONFLICT (case_file, field, value) DO NOTHING
