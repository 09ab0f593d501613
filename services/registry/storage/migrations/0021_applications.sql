-- Who asked to become a partner and has not been answered. An answer takes the row away: those let
-- in are partners, and of those who are not nothing is kept.
CREATE TABLE applications (
    id uuid PRIMARY KEY,
    region text NOT NULL REFERENCES regions (slug),
    organisation text NOT NULL CHECK (char_length(organisation) BETWEEN 1 AND 200),
    organisation_key text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('business', 'public', 'academia', 'ngo')),
    orgnr text CHECK (orgnr ~ '^[0-9]{9}$'),
    place text NOT NULL CHECK (char_length(place) <= 200),
    description text NOT NULL CHECK (char_length(description) <= 10000),
    contact_name text NOT NULL CHECK (char_length(contact_name) BETWEEN 1 AND 200),
    contact_email text NOT NULL CHECK (char_length(contact_email) <= 254),
    contact_email_key text NOT NULL,
    language text NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    applied_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT application_is_made_once UNIQUE (region, organisation_key, contact_email_key)
);
CALL guard_by_region('applications');

-- When a contact was last invited to sign in.
ALTER TABLE contacts ADD COLUMN invited_at timestamptz;
