-- A piece of evidence as it stands. Its content and dates never change, its end may.
--
-- $1 owner  $2 number  $3 kind  $4 sha256  $5 day of issue  $6 last day  $7 first day on which it counts no more
-- $8 position
INSERT INTO kept_evidence (owner, number, kind, sha256, issued_day, until_day, ended_day, position)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (owner, number) DO UPDATE SET ended_day = excluded.ended_day, position = excluded.position
