-- The cases of one holder, newest first, by key.
--
-- $1 holder  $2 before this position  $3 at most
SELECT number, regime, edition, procedure, holder, body, state, version, opened_ms, since_ms, object, due_name, due_ms, position
FROM case_file WHERE holder = $1 AND position < $2 ORDER BY position DESC LIMIT $3
