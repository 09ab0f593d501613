CREATE TABLE regions (
    id uuid PRIMARY KEY,
    slug text NOT NULL CONSTRAINT region_slug_is_unique UNIQUE
        CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length(slug) <= 60),
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    network_name text NOT NULL CHECK (char_length(network_name) BETWEEN 1 AND 200),
    host text NOT NULL CHECK (char_length(host) BETWEEN 1 AND 200),
    coordinator_name text CHECK (char_length(coordinator_name) BETWEEN 1 AND 200),
    sender_address text NOT NULL CHECK (char_length(sender_address) BETWEEN 3 AND 254),
    language text NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    version int NOT NULL CHECK (version >= 1),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE partners (
    id uuid PRIMARY KEY,
    region text NOT NULL CONSTRAINT partner_region_exists REFERENCES regions (slug),
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    -- The name as it is compared: two spellings that differ only in case are one name.
    name_key text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('business', 'public', 'academia', 'ngo')),
    orgnr text CHECK (orgnr ~ '^[0-9]{9}$'),
    sector text CHECK (char_length(sector) <= 200),
    place text NOT NULL CHECK (char_length(place) <= 200),
    latitude double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    description text NOT NULL CHECK (char_length(description) <= 10000),
    language text NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    website text CHECK (char_length(website) <= 500),
    -- Everything a search looks at, in lower case.
    searched text NOT NULL,
    version int NOT NULL CHECK (version >= 1),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK ((latitude IS NULL) = (longitude IS NULL)),
    CONSTRAINT partner_name_is_unique UNIQUE (region, name_key),
    CONSTRAINT partner_orgnr_is_unique UNIQUE (region, orgnr)
);
CREATE INDEX partners_by_name ON partners (name, id);

CREATE TABLE capabilities (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL REFERENCES partners ON DELETE CASCADE,
    position int NOT NULL CHECK (position BETWEEN 0 AND 49),
    text text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 300),
    UNIQUE (partner_id, text)
);

CREATE TABLE contacts (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL REFERENCES partners ON DELETE CASCADE,
    position int NOT NULL CHECK (position >= 0),
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    email text NOT NULL CHECK (email ~ '^[^[:space:],@]+@[^[:space:],@]+$'
                               AND char_length(email) <= 254),
    email_key text NOT NULL,
    language text NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    version int NOT NULL CHECK (version >= 1),
    UNIQUE (partner_id, email_key)
);

CREATE TABLE listings (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL CONSTRAINT listing_partner_exists REFERENCES partners ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('need', 'offer', 'idea')),
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    text text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 10000),
    language text NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    place text NOT NULL CHECK (char_length(place) <= 200),
    latitude double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    has_own_place boolean NOT NULL,
    expires_on date,
    status text NOT NULL CHECK (status IN ('open', 'closed', 'expired')),
    version int NOT NULL CHECK (version >= 1),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK ((latitude IS NULL) = (longitude IS NULL)),
    CHECK (status <> 'expired' OR expires_on IS NOT NULL)
);
CREATE INDEX listings_of_partner ON listings (partner_id, id);
CREATE INDEX listings_expiring ON listings (expires_on) WHERE status = 'open';

-- That there was a partner, so that its erasure can be told again. Nothing else about it.
CREATE TABLE erased_partners (
    id uuid PRIMARY KEY,
    region text NOT NULL REFERENCES regions (slug),
    version int NOT NULL CHECK (version >= 1),
    erased_at timestamptz NOT NULL DEFAULT now()
);

-- What the notifier last told about each introduction.
CREATE TABLE introductions (
    id uuid PRIMARY KEY,
    region text NOT NULL,
    seeker_partner_id uuid NOT NULL,
    provider_partner_id uuid NOT NULL,
    seeker_item_id uuid NOT NULL,
    provider_item_id uuid NOT NULL,
    state text NOT NULL,
    last_event text NOT NULL,
    version int NOT NULL CHECK (version >= 1),
    updated_at timestamptz NOT NULL
);
CREATE INDEX introductions_of_seeker ON introductions (seeker_partner_id);
CREATE INDEX introductions_of_provider ON introductions (provider_partner_id);
