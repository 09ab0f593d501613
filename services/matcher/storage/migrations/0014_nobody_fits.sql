-- Since when we know of them: a need that nobody fits is shown when it has waited for long.
ALTER TABLE items ADD COLUMN known_since timestamptz NOT NULL DEFAULT now();
ALTER TABLE partners ADD COLUMN known_since timestamptz NOT NULL DEFAULT now();

-- What coordinators asked partners about listings that nobody fits.
CREATE TABLE questions (
    id uuid PRIMARY KEY,
    region text NOT NULL CHECK (region <> ''),
    item_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    question text NOT NULL CHECK (question IN ('where', 'when', 'how_much', 'tried', 'more')),
    note text NOT NULL DEFAULT '' CHECK (char_length(note) <= 2000),
    asked_by text NOT NULL,
    asker text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX questions_of_item ON questions (item_id);
CREATE INDEX questions_of_partner ON questions (partner_id);
CALL guard_by_region('questions');

-- What is to be talked about when a region's partners meet next: a listing, or a partner.
CREATE TABLE agenda (
    id uuid PRIMARY KEY,
    region text NOT NULL CHECK (region <> ''),
    partner_id uuid NOT NULL,
    item_id uuid,
    added_by text NOT NULL,
    adder text NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    done_at timestamptz,
    doer text NOT NULL DEFAULT '',
    CHECK ((done_at IS NULL) = (doer = ''))
);
-- Once at a time, whoever puts it there.
CREATE UNIQUE INDEX agenda_once ON agenda (partner_id, item_id) NULLS NOT DISTINCT
    WHERE done_at IS NULL;
CALL guard_by_region('agenda');
