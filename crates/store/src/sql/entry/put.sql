-- The register's line of an entry.
--
-- $1 number $2 register $3 case $4 holder $5 object $6 status $7 standing $8 since
-- $9 issued $10 until $11 facts, JSON $12 position $13 audience
-- $14 number in the public log, if it is there
INSERT INTO entry (number, register, case_file, holder, object, status, standing, since_ms, issued_ms, until_day, facts, position, audience,
    log_number)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (number) DO UPDATE SET holder = excluded.holder, object = excluded.object, status = excluded.status, standing = excluded.standing,
    since_ms = excluded.since_ms, until_day = excluded.until_day, facts = excluded.facts, position = excluded.position,
    log_number = excluded.log_number
