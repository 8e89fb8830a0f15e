-- $1 person $2 login $3 name $4 password hash $5 blocked, 0 or 1
INSERT INTO account (person, login, name, password, blocked) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (person) DO UPDATE SET login = excluded.login, name = excluded.name, password = excluded.password, blocked = excluded.blocked
