-- Empties the table before it is rebuilt.
DELETE FROM kept_evidence
