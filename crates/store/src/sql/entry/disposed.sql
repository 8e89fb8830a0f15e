-- Public entries of which a document was disposed of, in the order of giving up. The few
-- contents that were given up come first: every commit asks.
--
-- $1 from this position  $2 and, at it, after this sha256  $3 and, of it, after this number
-- $4 at most
SELECT content.disposed, content.sha256, entry.number FROM content
CROSS JOIN entry
WHERE content.disposed IS NOT NULL AND $1 <= content.disposed
AND (content.disposed > $1 OR content.sha256 > $2 OR (content.sha256 = $2 AND entry.number > $3))
AND entry.case_file = SUBSTR(content.stream, 6) AND entry.log_number IS NOT NULL
ORDER BY content.disposed, content.sha256, entry.number LIMIT $4
