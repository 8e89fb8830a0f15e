-- The version of the tables.
SELECT version FROM migration ORDER BY version DESC LIMIT 1
