-- Partners as the registry last told of them.
CREATE TABLE partners (
    id uuid PRIMARY KEY,
    region text NOT NULL CHECK (region <> ''),
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('business', 'public', 'academia', 'ngo')),
    sector text NOT NULL DEFAULT '',
    place text NOT NULL DEFAULT '',
    latitude double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    description text NOT NULL DEFAULT '',
    language text NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    version int NOT NULL CHECK (version > 0),
    CHECK ((latitude IS NULL) = (longitude IS NULL))
);

-- Late news of a partner that is gone must not bring it back.
CREATE TABLE erased_partners (
    id uuid PRIMARY KEY,
    erased_at timestamptz NOT NULL DEFAULT now()
);

-- Listings, and the capabilities of profiles. No foreign key to partners: the streams are
-- read independently, so a listing may come before its partner.
CREATE TABLE items (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL,
    region text NOT NULL CHECK (region <> ''),
    kind text NOT NULL CHECK (kind IN ('need', 'offer', 'idea', 'capability')),
    title text NOT NULL DEFAULT '',
    text text NOT NULL,
    language text NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    place text NOT NULL DEFAULT '',
    latitude double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    expires_on date,
    version int NOT NULL CHECK (version > 0),
    status text NOT NULL CHECK (status IN ('open', 'closed')),
    words_norwegian tsvector NOT NULL
        GENERATED ALWAYS AS (to_tsvector('norwegian', title || ' ' || text)) STORED,
    words_english tsvector NOT NULL
        GENERATED ALWAYS AS (to_tsvector('english', title || ' ' || text)) STORED,
    CHECK ((latitude IS NULL) = (longitude IS NULL))
);
CREATE INDEX items_of_partner ON items (partner_id);
CREATE INDEX items_open ON items (region, kind) WHERE status = 'open';
CREATE INDEX items_expiring ON items (expires_on) WHERE status = 'open';

-- Which text stands for an item in which part it can speak; a text is known by its hash.
CREATE TABLE item_texts (
    item_id uuid NOT NULL REFERENCES items ON DELETE CASCADE,
    side text NOT NULL,
    role text NOT NULL CHECK (role IN ('query', 'passage')),
    text_hash bytea NOT NULL CHECK (octet_length(text_hash) = 32),
    PRIMARY KEY (item_id, side)
);

-- What a model made of a text. Kept a partner, so that erasing one leaves nothing behind.
CREATE TABLE vectors (
    partner_id uuid NOT NULL,
    model text NOT NULL CHECK (model <> ''),
    role text NOT NULL CHECK (role IN ('query', 'passage')),
    text_hash bytea NOT NULL CHECK (octet_length(text_hash) = 32),
    vector halfvec NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (text_hash, role, model, partner_id)
);
CREATE INDEX vectors_of_partner ON vectors (partner_id);

CREATE TABLE suggestions (
    id uuid PRIMARY KEY,
    region text NOT NULL CHECK (region <> ''),
    kind text NOT NULL CHECK (kind IN ('supply', 'develop', 'together')),
    seeker_item_id uuid NOT NULL REFERENCES items,
    provider_item_id uuid NOT NULL REFERENCES items,
    seeker_partner_id uuid NOT NULL,
    provider_partner_id uuid NOT NULL,
    seeker_version int NOT NULL,
    provider_version int NOT NULL,
    status text NOT NULL DEFAULT 'proposed'
        CHECK (status IN ('proposed', 'approved', 'rejected', 'snoozed', 'withdrawn')),
    by_hand boolean NOT NULL DEFAULT false,
    score double precision CHECK (score BETWEEN 0 AND 1),
    parts jsonb NOT NULL DEFAULT '{}',
    evidence jsonb NOT NULL DEFAULT '[]',
    distance_km double precision CHECK (distance_km >= 0),
    proposed_at timestamptz NOT NULL DEFAULT now(),
    decided_at timestamptz,
    decided_by text,
    decider text NOT NULL DEFAULT '',
    reason text CHECK (reason IN ('not_relevant', 'wrong_direction', 'know_each_other',
                                  'too_far', 'bad_timing', 'competitor', 'other')),
    note text NOT NULL DEFAULT '' CHECK (char_length(note) <= 2000),
    snoozed_until timestamptz,
    version int NOT NULL DEFAULT 1 CHECK (version > 0),
    UNIQUE (seeker_item_id, provider_item_id),
    CHECK (seeker_item_id <> provider_item_id),
    CHECK (seeker_partner_id <> provider_partner_id),
    CHECK ((status IN ('approved', 'rejected')) = (decided_at IS NOT NULL)),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CHECK ((status = 'rejected') = (reason IS NOT NULL)),
    CHECK ((status = 'snoozed') = (snoozed_until IS NOT NULL)),
    CHECK (score IS NOT NULL OR by_hand)
);
CREATE INDEX suggestions_queue ON suggestions (status, region, (coalesce(score, 0)) DESC, id);
CREATE INDEX suggestions_of_provider ON suggestions (provider_item_id);
CREATE INDEX suggestions_of_seeking_partner ON suggestions (seeker_partner_id);
CREATE INDEX suggestions_of_providing_partner ON suggestions (provider_partner_id);

-- Pairs that have been put in touch, as the notifier last told of them.
CREATE TABLE introductions (
    id uuid PRIMARY KEY,
    suggestion_id uuid NOT NULL,
    seeker_item_id uuid NOT NULL,
    provider_item_id uuid NOT NULL,
    seeker_partner_id uuid NOT NULL,
    provider_partner_id uuid NOT NULL,
    state text NOT NULL,
    outcome text,
    version int NOT NULL CHECK (version > 0)
);
CREATE INDEX introductions_of_seeker ON introductions (seeker_item_id);
CREATE INDEX introductions_of_provider ON introductions (provider_item_id);

-- Pairs that are never to be proposed again. Whoever has been put in touch about something is
-- not put in touch about it once more by way of another offer.
CREATE VIEW settled_pairs AS
    SELECT seeker_item_id, provider_item_id, seeker_partner_id, provider_partner_id,
           status = 'approved' AS in_touch
      FROM suggestions
     WHERE status IN ('approved', 'rejected')
    UNION ALL
    SELECT seeker_item_id, provider_item_id, seeker_partner_id, provider_partner_id, true
      FROM introductions;
