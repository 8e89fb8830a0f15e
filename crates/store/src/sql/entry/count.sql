-- How many entries stand in each status.
SELECT register, status, count(*) FROM entry GROUP BY register, status ORDER BY register, status LIMIT 1000
