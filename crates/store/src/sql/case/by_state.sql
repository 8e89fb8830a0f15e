-- How many cases stand in each state.
SELECT procedure, state, count(*) FROM case_file GROUP BY procedure, state ORDER BY procedure, state LIMIT 1000
