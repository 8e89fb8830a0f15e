-- Whether somebody needs a content.
--
-- $1 sha256
SELECT stream FROM content WHERE sha256 = $1 AND disposed IS NULL LIMIT 1
