-- The whole table in one order, to compare it after a rebuild.
--
-- $1 at most  $2 passing over
SELECT series, year, last FROM counter ORDER BY series, year LIMIT $1 OFFSET $2
