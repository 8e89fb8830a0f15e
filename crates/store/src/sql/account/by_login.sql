-- $1 login
SELECT person, login, name, password, blocked FROM account WHERE login = $1
