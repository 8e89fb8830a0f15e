-- The whole table in one order, to compare it after a rebuild.
--
-- $1 at most  $2 passing over
SELECT sha256, stream, handed, disposed FROM content ORDER BY sha256, stream LIMIT $1 OFFSET $2
