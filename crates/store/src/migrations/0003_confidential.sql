-- Events of confidential procedures have no leaf in the public log. Of the
-- others `log_index` is the place of the leaf, from 0 without a gap. Up to now
-- every event had one.
ALTER TABLE event ADD COLUMN log_index BIGINT;
UPDATE event SET log_index = position - 1;
CREATE UNIQUE INDEX event_log ON event (log_index);

-- Readings are kept apart: the world is not read out of them.
DROP INDEX event_world;
CREATE INDEX event_world ON event (position) WHERE kind <> 'case' AND kind <> 'read';

-- The number of the event in the public log, from 1; none if it is not in it,
-- and then the row is in no public list.
ALTER TABLE entry ADD COLUMN log_number BIGINT;
UPDATE entry SET log_number = position;
CREATE INDEX entry_by_log ON entry (log_number);
ALTER TABLE notice ADD COLUMN log_number BIGINT;
UPDATE notice SET log_number = position;
CREATE INDEX notice_by_log ON notice (log_number);
