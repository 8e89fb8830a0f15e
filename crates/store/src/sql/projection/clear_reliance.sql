-- Empties the table before it is rebuilt.
DELETE FROM reliance
