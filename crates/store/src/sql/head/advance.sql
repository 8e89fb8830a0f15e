-- Moves the head on, if nobody else did meanwhile.
--
-- $1 new position  $2 at  $3 chain  $4 peaks  $5 the position it was read at
UPDATE head SET position = $1, at_ms = $2, chain = $3, peaks = $4 WHERE id = 1 AND position = $5
