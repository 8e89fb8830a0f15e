-- How many entries of the public registers stand in each status.
SELECT register, status, count(*) FROM entry WHERE audience = 'public' GROUP BY register, status ORDER BY register, status LIMIT 1000
