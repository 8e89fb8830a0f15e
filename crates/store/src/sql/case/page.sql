-- All cases, newest first, by key.
--
-- $1 before this position  $2 at most
SELECT number, regime, edition, procedure, holder, body, state, version, opened_ms, since_ms, object, due_name, due_ms, position
FROM case_file WHERE position < $1 ORDER BY position DESC LIMIT $2
