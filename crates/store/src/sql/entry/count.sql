-- How many entries of the public registers stand in each status.
SELECT register, status, count(*) FROM entry WHERE audience = 'public' AND log_number IS NOT NULL
GROUP BY register, status ORDER BY register, status LIMIT 1000
