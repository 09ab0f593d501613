-- Copies of what the registry owns, as much as letters need. A copy that was erased keeps its
-- id and version, so that older news cannot bring it back.
CREATE TABLE regions (
    slug text PRIMARY KEY,
    name text NOT NULL,
    network_name text NOT NULL,
    host text NOT NULL,
    coordinator_name text,
    sender_address text NOT NULL,
    language text NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    version int NOT NULL
);

CREATE TABLE partners (
    id uuid PRIMARY KEY,
    region text NOT NULL,
    name text,
    version int NOT NULL,
    erased boolean NOT NULL DEFAULT false,
    CHECK (erased = (name IS NULL))
);

CREATE TABLE contacts (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL,
    name text,
    email text,
    address_hash bytea CHECK (octet_length(address_hash) = 32),
    language text CHECK (language IN ('nb', 'nn', 'en')),
    version int NOT NULL,
    erased boolean NOT NULL DEFAULT false,
    CHECK (erased = (email IS NULL)),
    CHECK (num_nulls(name, email, address_hash, language) IN (0, 4))
);
CREATE INDEX contacts_of_partner ON contacts (partner_id, id) WHERE NOT erased;

-- Who wants no more letters. Only a hash: it must outlive the address.
CREATE TABLE suppressions (
    address_hash bytea PRIMARY KEY CHECK (octet_length(address_hash) = 32),
    reason text NOT NULL CHECK (reason IN ('unsubscribed')),
    created_at timestamptz NOT NULL DEFAULT now()
);

-- The id is the suggestion's: approved twice, introduced once.
CREATE TABLE introductions (
    id uuid PRIMARY KEY,
    region text NOT NULL,
    seeker_partner_id uuid NOT NULL,
    provider_partner_id uuid NOT NULL,
    suggestion jsonb NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN
        ('waiting', 'sent', 'one_answered', 'both_yes', 'met', 'working', 'nothing')),
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (seeker_partner_id <> provider_partner_id)
);
CREATE INDEX introductions_newest ON introductions (created_at DESC, id DESC);
CREATE INDEX introductions_of_seeker ON introductions (seeker_partner_id);
CREATE INDEX introductions_of_provider ON introductions (provider_partner_id);

-- A letter waits without a body until it is known whom to write to. Once written, the whole
-- message is kept, so that every try sends the same bytes.
CREATE TABLE letters (
    id uuid PRIMARY KEY,
    introduction_id uuid NOT NULL REFERENCES introductions ON DELETE CASCADE,
    partner_id uuid NOT NULL,
    kind text NOT NULL DEFAULT 'introduction' CHECK (kind IN ('introduction')),
    message_id text NOT NULL UNIQUE,
    contact_id uuid,
    recipient_name text,
    recipient_address text,
    address_hash bytea CHECK (octet_length(address_hash) = 32),
    sender_address text,
    language text CHECK (language IN ('nb', 'nn', 'en')),
    subject text,
    body bytea,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN
        ('waiting', 'sending', 'sent', 'refused', 'bounced', 'unknown')),
    attempts int NOT NULL DEFAULT 0,
    next_try_at timestamptz NOT NULL DEFAULT now(),
    first_tried_at timestamptz,
    lease uuid,
    lease_until timestamptz,
    phase text CHECK (phase IN ('before_data', 'handed_over')),
    server_reply text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz,
    UNIQUE (introduction_id, partner_id, kind),
    CHECK (num_nulls(lease, lease_until, phase) = CASE state WHEN 'sending' THEN 0 ELSE 3 END),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CHECK (body IS NULL OR num_nulls(recipient_address, sender_address, address_hash) = 0)
);
CREATE INDEX letters_due ON letters (next_try_at) WHERE state = 'waiting' AND body IS NOT NULL;
CREATE INDEX letters_leased ON letters (lease_until) WHERE state = 'sending';
CREATE INDEX letters_of_contact ON letters (contact_id);

-- A hint only: the sender polls as well, because a notification is lost while nobody listens.
CREATE FUNCTION hint_letters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify(TG_TABLE_SCHEMA || '_letters', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER letter_written AFTER INSERT OR UPDATE OF body, state ON letters
    FOR EACH ROW WHEN (NEW.state = 'waiting' AND NEW.body IS NOT NULL)
    EXECUTE FUNCTION hint_letters();

CREATE TABLE answers (
    introduction_id uuid NOT NULL REFERENCES introductions ON DELETE CASCADE,
    partner_id uuid NOT NULL,
    answer text NOT NULL CHECK (answer IN ('yes', 'not_now', 'known', 'wrong_person')),
    note text NOT NULL DEFAULT '' CHECK (char_length(note) <= 2000),
    answered_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (introduction_id, partner_id)
);

CREATE TABLE outcomes (
    introduction_id uuid PRIMARY KEY REFERENCES introductions ON DELETE CASCADE,
    result text NOT NULL CHECK (result IN ('met', 'working', 'nothing')),
    co2e_tonnes double precision CHECK (co2e_tonnes >= 0 AND co2e_tonnes < 'Infinity'),
    note text NOT NULL DEFAULT '' CHECK (char_length(note) <= 2000),
    reported_by text NOT NULL,
    reported_at timestamptz NOT NULL DEFAULT now()
);
