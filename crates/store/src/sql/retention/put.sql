-- For how long the file of a case is kept.
--
-- $1 case  $2 body  $3 last day  $4 contents kept  $5 contents disposed of  $6 holds  $7 whether a disposal is proposed
INSERT INTO retention (case_file, body, until_day, kept, gone, holds, proposed) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (case_file) DO UPDATE SET until_day = excluded.until_day, kept = excluded.kept, gone = excluded.gone,
    holds = excluded.holds, proposed = excluded.proposed
