-- Why a partner closed a listing.
ALTER TABLE listings ADD COLUMN close_reason text
    CHECK (close_reason IN ('found', 'no_longer')),
    ADD CHECK (close_reason IS NULL OR status = 'closed');

-- Takes no new suggestions for the time being.
ALTER TABLE partners ADD COLUMN is_paused boolean NOT NULL DEFAULT false;

-- A deputy may be written before the contact that is one.
ALTER TABLE contacts
    ADD COLUMN away_from date,
    ADD COLUMN away_until date,
    ADD COLUMN deputy_id uuid REFERENCES contacts ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT contact_returns_after_leaving CHECK (away_until >= away_from),
    ADD CONSTRAINT contact_is_no_deputy_of_its_own CHECK (deputy_id <> id);

-- What is being written, as it was typed. Never told to others; its id becomes the listing's.
CREATE TABLE drafts (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL REFERENCES partners ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('need', 'offer', 'idea')),
    title text NOT NULL CHECK (char_length(title) <= 1000),
    text text NOT NULL CHECK (char_length(text) <= 50000),
    place text NOT NULL CHECK (char_length(place) <= 1000),
    expires_on text NOT NULL CHECK (char_length(expires_on) <= 100),
    asked text NOT NULL CHECK (char_length(asked) <= 100),
    answer text NOT NULL CHECK (char_length(answer) <= 2000),
    saved_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX drafts_of_partner ON drafts (partner_id, saved_at);
CALL guard_by_parent('drafts', 'partner_id', 'partners');

-- A form that came when nobody was signed in any more. Only the browser that sent it knows the
-- secret, and nobody else is shown it.
CREATE TABLE kept_forms (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    path text NOT NULL CHECK (char_length(path) <= 500),
    fields jsonb NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT now()
);
CALL guard('kept_forms', 'false');

-- That there was a listing, so that its end can be told again. Nothing else about it.
CREATE TABLE deleted_listings (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL REFERENCES partners ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('need', 'offer', 'idea')),
    version int NOT NULL CHECK (version >= 1)
);
CALL guard_by_parent('deleted_listings', 'partner_id', 'partners');

-- All that the partners' pages show of an introduction.
ALTER TABLE introductions
    ADD COLUMN other_partner_ids uuid[] NOT NULL DEFAULT '{}',
    ADD COLUMN answers jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN outcome jsonb,
    ADD COLUMN asks_first boolean NOT NULL DEFAULT false,
    ADD COLUMN names_shown boolean NOT NULL DEFAULT true,
    ADD COLUMN opened_at timestamptz,
    ADD COLUMN sent_at timestamptz,
    ADD COLUMN reminded_at timestamptz;
