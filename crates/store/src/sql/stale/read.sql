-- Since which version the derived tables are not to be believed.
SELECT since FROM stale LIMIT 1
