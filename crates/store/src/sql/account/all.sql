-- $1 at most
SELECT person, login, name, password, blocked FROM account ORDER BY person LIMIT $1
