-- $1 digest
DELETE FROM token WHERE digest = $1
