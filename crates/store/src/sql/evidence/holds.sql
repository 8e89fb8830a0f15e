-- Whether a content is kept as evidence that was not ended: then it must not be erased,
-- whatever becomes of the cases that rest on it.
--
-- $1 sha256
SELECT owner, number FROM kept_evidence WHERE sha256 = $1 AND ended_day IS NULL
ORDER BY owner, number LIMIT 1
