-- The chain up to one event.
--
-- $1 position
SELECT chain, leaf FROM event WHERE position = $1
