-- $1 position $2 place $3 when
UPDATE outbox SET done_ms = $3 WHERE position = $1 AND place = $2
