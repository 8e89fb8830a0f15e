-- All contents: by how many each is needed, by whose event first, and when it
-- was given up last.
--
-- $1 after this sha256  $2 at most
SELECT sha256, COUNT(CASE WHEN disposed IS NULL THEN 1 END), MIN(CASE WHEN disposed IS NULL THEN handed END), MAX(disposed)
FROM content WHERE sha256 > $1 GROUP BY sha256 ORDER BY sha256 LIMIT $2
