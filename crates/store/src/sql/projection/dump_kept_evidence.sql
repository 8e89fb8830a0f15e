-- The whole table in one order, to compare it after a rebuild.
--
-- $1 at most  $2 passing over
SELECT owner, number, kind, sha256, issued_day, until_day, ended_day, position
FROM kept_evidence ORDER BY owner, number LIMIT $1 OFFSET $2
