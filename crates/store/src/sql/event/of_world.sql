-- The events that are about neither cases nor readings, in order: parties,
-- calendars.
--
-- $1 after this position  $2 at most
SELECT position, stream, version, at_ms, body FROM event
WHERE kind <> 'case' AND kind <> 'read' AND $1 < position ORDER BY position LIMIT $2
