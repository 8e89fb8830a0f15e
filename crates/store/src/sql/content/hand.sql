-- A content was handed in; one that was given up is needed again.
--
-- $1 sha256  $2 stream  $3 position
INSERT INTO content (sha256, stream, handed) VALUES ($1, $2, $3)
ON CONFLICT (sha256, stream) DO UPDATE SET disposed = NULL
