-- What a suggestion was worth before anything was learnt, and to which model: what is learnt from.
ALTER TABLE suggestions
    ADD COLUMN model text,
    ADD COLUMN odds double precision,
    ADD COLUMN aspects jsonb;

-- How a region weighs over the common score, by model. Each row is a version and none is changed:
-- the last one holds. One that a person made (off, or back to an earlier one) stays until a person
-- asks for learning again.
CREATE TABLE learnt (
    region text NOT NULL CHECK (region <> ''),
    model text NOT NULL CHECK (model <> ''),
    version int NOT NULL CHECK (version > 0),
    origin text NOT NULL CHECK (origin IN ('decisions', 'off', 'back')),
    back_to int,
    learnt_offset double precision NOT NULL,
    weights jsonb NOT NULL,
    decisions int NOT NULL CHECK (decisions >= 0),
    approvals int NOT NULL CHECK (approvals BETWEEN 0 AND decisions),
    loss_before double precision,
    loss_after double precision,
    made_at timestamptz NOT NULL DEFAULT now(),
    maker text NOT NULL DEFAULT '',
    PRIMARY KEY (region, model, version),
    CHECK ((origin = 'back') = (back_to IS NOT NULL))
);
CALL guard_by_region('learnt');
