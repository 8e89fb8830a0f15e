-- The record: what has happened, chained. Never changed, never deleted.
CREATE TABLE event (
    position     BIGINT PRIMARY KEY,
    stream       TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    kind         TEXT   NOT NULL,
    at_ms        BIGINT NOT NULL,
    command_key  TEXT,
    command_hash TEXT,
    salt         TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    leaf         TEXT   NOT NULL,
    chain        TEXT   NOT NULL
);
CREATE UNIQUE INDEX event_stream ON event (stream, version);
CREATE UNIQUE INDEX event_key ON event (command_key);
CREATE INDEX event_world ON event (position) WHERE kind <> 'case';

CREATE TABLE head (
    id       BIGINT PRIMARY KEY,
    position BIGINT NOT NULL,
    at_ms    BIGINT NOT NULL,
    chain    TEXT   NOT NULL,
    peaks    TEXT   NOT NULL
);

-- What follows is derived from the events and can be rebuilt from them.
CREATE TABLE counter (
    series TEXT   NOT NULL,
    year   BIGINT NOT NULL,
    last   BIGINT NOT NULL,
    PRIMARY KEY (series, year)
);

CREATE TABLE case_file (
    number    TEXT   PRIMARY KEY,
    regime    TEXT   NOT NULL,
    edition   TEXT   NOT NULL,
    procedure TEXT   NOT NULL,
    holder    TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    state     TEXT   NOT NULL,
    version   BIGINT NOT NULL,
    opened_ms BIGINT NOT NULL,
    since_ms  BIGINT NOT NULL,
    object    TEXT   NOT NULL,
    due_name  TEXT,
    due_ms    BIGINT,
    position  BIGINT NOT NULL
);
CREATE INDEX case_by_holder ON case_file (holder, position);
CREATE INDEX case_by_state ON case_file (state, position);
CREATE INDEX case_by_position ON case_file (position);

CREATE TABLE entry (
    number    TEXT   PRIMARY KEY,
    register  TEXT   NOT NULL,
    case_file TEXT   NOT NULL,
    holder    TEXT   NOT NULL,
    object    TEXT   NOT NULL,
    status    TEXT   NOT NULL,
    standing  TEXT   NOT NULL,
    since_ms  BIGINT NOT NULL,
    issued_ms BIGINT NOT NULL,
    until_day TEXT,
    facts     TEXT   NOT NULL,
    position  BIGINT NOT NULL
);
CREATE INDEX entry_by_position ON entry (position);
CREATE INDEX entry_by_case ON entry (case_file);
CREATE INDEX entry_by_holder ON entry (holder, position);

-- What the clock has to look at, and when.
CREATE TABLE due (
    case_file TEXT   NOT NULL,
    deadline  TEXT   NOT NULL,
    what      TEXT   NOT NULL,
    at_ms     BIGINT NOT NULL,
    PRIMARY KEY (case_file, deadline, what)
);
CREATE INDEX due_by_time ON due (at_ms, case_file);

-- Which cases stand for one object of one holder.
CREATE TABLE claim (
    object    TEXT NOT NULL,
    case_file TEXT NOT NULL,
    PRIMARY KEY (object, case_file)
);

CREATE TABLE material_use (
    sha256    TEXT NOT NULL,
    case_file TEXT NOT NULL,
    material  TEXT NOT NULL,
    object    TEXT NOT NULL,
    PRIMARY KEY (sha256, case_file, material)
);
CREATE INDEX material_by_case ON material_use (case_file, material);

CREATE TABLE party (
    code    TEXT   PRIMARY KEY,
    name_zh TEXT   NOT NULL,
    name_en TEXT   NOT NULL,
    kinds   TEXT   NOT NULL,
    facts   TEXT   NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE notice (
    position  BIGINT NOT NULL,
    place     BIGINT NOT NULL,
    at_ms     BIGINT NOT NULL,
    case_file TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    number    TEXT   NOT NULL,
    zh        TEXT   NOT NULL,
    en        TEXT   NOT NULL,
    PRIMARY KEY (position, place)
);

-- Work to be done after the commit.
CREATE TABLE outbox (
    position BIGINT NOT NULL,
    place    BIGINT NOT NULL,
    kind     TEXT   NOT NULL,
    payload  TEXT   NOT NULL,
    done_ms  BIGINT,
    PRIMARY KEY (position, place)
);
CREATE INDEX outbox_open ON outbox (position) WHERE done_ms IS NULL;

-- Accounts: not derived from events.
CREATE TABLE account (
    person   TEXT   PRIMARY KEY,
    login    TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    password TEXT   NOT NULL,
    blocked  BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_by_login ON account (login);

CREATE TABLE token (
    digest     TEXT   PRIMARY KEY,
    person     TEXT   NOT NULL,
    party      TEXT,
    kind       TEXT   NOT NULL,
    expires_ms BIGINT NOT NULL
);
CREATE INDEX token_by_person ON token (person);
