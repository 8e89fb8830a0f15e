-- What the clock looks at next.
--
-- $1 case  $2 deadline  $3 `end` or `remind`  $4 when
INSERT INTO due (case_file, deadline, what, at_ms) VALUES ($1, $2, $3, $4)
ON CONFLICT (case_file, deadline, what) DO UPDATE SET at_ms = excluded.at_ms
