-- What waits for a coordinator's decision, as much as the summary on Mondays tells.
CREATE TABLE queued_suggestions (
    id uuid PRIMARY KEY,
    region text NOT NULL,
    partner_ids uuid[] NOT NULL,
    score double precision,
    title text NOT NULL,
    is_waiting boolean NOT NULL,
    version int NOT NULL
);
CREATE INDEX queued_suggestions_waiting ON queued_suggestions (region, score DESC) WHERE is_waiting;
CALL guard_by_region('queued_suggestions');
