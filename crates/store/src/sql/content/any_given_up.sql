-- Whether any content was ever given up.
SELECT sha256 FROM content WHERE 0 < disposed LIMIT 1
