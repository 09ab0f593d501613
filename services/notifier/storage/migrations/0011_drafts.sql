-- Pairs that wait for a coordinator, so that their letters can be read before they are approved.
-- One that is no longer up for decision keeps its id and version, so that older news cannot
-- bring it back.
CREATE TABLE proposals (
    id uuid PRIMARY KEY,
    region text NOT NULL,
    partner_ids uuid[] NOT NULL,
    suggestion jsonb,
    version int NOT NULL,
    proposed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX proposals_of_partner ON proposals USING gin (partner_ids);
CALL guard_by_region('proposals');

-- What a coordinator wrote in place of our words, for one of the partners.
CREATE TABLE drafts (
    proposal_id uuid NOT NULL REFERENCES proposals ON DELETE CASCADE,
    partner_id uuid NOT NULL,
    subject text NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 200),
    body text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 5000),
    version int NOT NULL DEFAULT 1,
    edited_by text NOT NULL,
    edited_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (proposal_id, partner_id)
);
CALL guard_by_parent('drafts', 'proposal_id', 'proposals');
