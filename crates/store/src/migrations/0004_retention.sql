-- Which contents were handed in, and where. `disposed` is the position of the
-- event by which the stream gave one up; a content is erased when no stream
-- needs it. Derived from the events.
CREATE TABLE content (
    sha256   TEXT   NOT NULL,
    stream   TEXT   NOT NULL,
    handed   BIGINT NOT NULL,
    disposed BIGINT,
    PRIMARY KEY (sha256, stream)
);
-- Of the few that were given up: in their order, and by content.
CREATE INDEX content_given_up ON content (disposed, sha256) WHERE disposed IS NOT NULL;
CREATE INDEX content_ever_given_up ON content (sha256) WHERE disposed IS NOT NULL;

-- For how long the files of ended cases are kept, and what is on hold.
-- Derived from the events. `until_day` is missing while a case has not ended.
CREATE TABLE retention (
    case_file TEXT   PRIMARY KEY,
    body      TEXT   NOT NULL,
    until_day TEXT,
    kept      BIGINT NOT NULL,
    gone      BIGINT NOT NULL,
    holds     BIGINT NOT NULL,
    proposed  BIGINT NOT NULL
);
CREATE INDEX retention_by_day ON retention (body, until_day, case_file);

-- Why the derived tables are not to be believed before they are made anew:
-- those above are empty, whatever the record says. Opening the office does it.
CREATE TABLE stale (
    since BIGINT PRIMARY KEY
);
INSERT INTO stale (since) VALUES (4);
