-- Work that is still to be done, oldest first.
--
-- $1 at most
SELECT position, place, kind, payload FROM outbox WHERE done_ms IS NULL ORDER BY position, place LIMIT $1
