-- Evidence that parties keep, and the cases that rest on it: derived from the events.
CREATE TABLE kept_evidence (
    owner      TEXT   NOT NULL,
    number     TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    sha256     TEXT   NOT NULL,
    issued_day TEXT   NOT NULL,
    until_day  TEXT,
    ended_day  TEXT,
    position   BIGINT NOT NULL,
    PRIMARY KEY (owner, number)
);
CREATE INDEX kept_evidence_by_content ON kept_evidence (sha256);

CREATE TABLE reliance (
    case_file TEXT   NOT NULL,
    material  TEXT   NOT NULL,
    owner     TEXT   NOT NULL,
    number    TEXT   NOT NULL,
    position  BIGINT NOT NULL,
    PRIMARY KEY (case_file, material)
);
CREATE INDEX reliance_by_evidence ON reliance (owner, number, case_file);
