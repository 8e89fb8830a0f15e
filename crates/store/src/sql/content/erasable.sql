-- Contents that were given up and that nobody needs, in the order of giving up.
--
-- $1 after this position  $2 and, at it, after this sha256  $3 at most
SELECT given.sha256, given.disposed FROM content given
WHERE given.disposed IS NOT NULL AND (given.disposed > $1 OR (given.disposed = $1 AND given.sha256 > $2))
AND NOT EXISTS (SELECT 1 FROM content needed WHERE needed.sha256 = given.sha256 AND needed.disposed IS NULL)
ORDER BY given.disposed, given.sha256 LIMIT $3
