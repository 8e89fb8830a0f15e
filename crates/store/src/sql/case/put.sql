-- The desk's line of a case.
--
-- $1 number $2 regime $3 edition $4 procedure $5 holder $6 body $7 state $8 version
-- $9 opened $10 since $11 object $12 next deadline $13 its end $14 position
INSERT INTO case_file (number, regime, edition, procedure, holder, body, state, version, opened_ms, since_ms, object, due_name, due_ms, position)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (number) DO UPDATE SET holder = excluded.holder, state = excluded.state, version = excluded.version, since_ms = excluded.since_ms,
    object = excluded.object, due_name = excluded.due_name, due_ms = excluded.due_ms, position = excluded.position
