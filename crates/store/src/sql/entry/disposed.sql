-- Public entries of which a document was disposed of, by key.
--
-- $1 after this position  $2 after this number  $3 at most
SELECT DISTINCT entry.number FROM content
JOIN entry ON content.stream = 'case/' || entry.case_file
WHERE content.disposed > $1 AND entry.log_number IS NOT NULL AND entry.number > $2
ORDER BY entry.number LIMIT $3
