-- The whole table in one order, to compare it after a rebuild.
--
-- $1 at most  $2 passing over
SELECT number, regime, edition, procedure, holder, body, state, version, opened_ms, since_ms, object, due_name, due_ms, position FROM case_file ORDER BY number LIMIT $1 OFFSET $2
