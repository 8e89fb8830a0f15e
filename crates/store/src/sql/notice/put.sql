-- One announcement.
--
-- $1 position $2 place $3 at $4 case $5 name $6 entry number $7 zh $8 en $9 audience
-- $10 number in the public log, if it is there
INSERT INTO notice (position, place, at_ms, case_file, name, number, zh, en, audience, log_number)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
