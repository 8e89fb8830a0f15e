-- The values by which cases are found or counted: derived from the events.
CREATE TABLE mention (
    case_file TEXT NOT NULL,
    field     TEXT NOT NULL,
    value     TEXT NOT NULL,
    PRIMARY KEY (case_file, field, value)
);
CREATE INDEX mention_by_value ON mention (value, field);

-- Who may read: `public`, `listed` or `internal`.
ALTER TABLE entry ADD COLUMN audience TEXT NOT NULL DEFAULT 'public';
CREATE INDEX entry_by_register ON entry (register, position);
ALTER TABLE notice ADD COLUMN audience TEXT NOT NULL DEFAULT 'public';
CREATE INDEX notice_by_audience ON notice (audience, position);
