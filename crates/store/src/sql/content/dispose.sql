-- A stream gives a content up.
--
-- $1 sha256  $2 stream  $3 position
UPDATE content SET disposed = $3 WHERE sha256 = $1 AND stream = $2
