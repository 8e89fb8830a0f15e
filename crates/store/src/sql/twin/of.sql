-- The cases that stand for an object.
--
-- $1 object
SELECT case_file FROM claim WHERE object = $1 ORDER BY case_file LIMIT 16
