-- The whole table in one order, to compare it after a rebuild.
--
-- $1 at most  $2 passing over
SELECT code, name_zh, name_en, kinds, facts, version FROM party ORDER BY code LIMIT $1 OFFSET $2
