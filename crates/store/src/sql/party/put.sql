-- $1 code $2 name zh $3 name en $4 kinds $5 facts, JSON $6 version
INSERT INTO party (code, name_zh, name_en, kinds, facts, version) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, kinds = excluded.kinds,
    facts = excluded.facts, version = excluded.version
