-- When the next thing comes due.
SELECT at_ms FROM due ORDER BY at_ms LIMIT 1
