-- Makes the head of an empty record.
--
-- $1 chain  $2 peaks
INSERT INTO head (id, position, at_ms, chain, peaks) VALUES (1, 0, 0, $1, $2) ON CONFLICT (id) DO NOTHING
