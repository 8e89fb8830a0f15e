-- Whether anybody gave a content up.
--
-- $1 sha256
SELECT stream FROM content WHERE sha256 = $1 AND disposed IS NOT NULL LIMIT 1
