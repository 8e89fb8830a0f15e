-- The head of the chain.
SELECT position, at_ms, chain, peaks FROM head WHERE id = 1
