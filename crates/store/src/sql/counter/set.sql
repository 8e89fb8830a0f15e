-- $1 series  $2 year  $3 last number taken
INSERT INTO counter (series, year, last) VALUES ($1, $2, $3)
ON CONFLICT (series, year) DO UPDATE SET last = excluded.last
