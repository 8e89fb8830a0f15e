-- Whether a content is kept as evidence. It must not be erased then, whatever becomes of
-- the cases that rest on it: it shows on what they rested, even once it was ended.
--
-- $1 sha256
SELECT owner, number FROM kept_evidence WHERE sha256 = $1 ORDER BY owner, number LIMIT 1
