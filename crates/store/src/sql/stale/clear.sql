-- The derived tables were made anew.
DELETE FROM stale
