-- Coordinators and admins. Contacts belong to their partner; one person may be both.
CREATE TABLE people (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    email text NOT NULL CHECK (email ~ '^[^[:space:],@]+@[^[:space:],@]+$'
                               AND char_length(email) <= 254),
    email_key text NOT NULL CONSTRAINT person_email_is_unique UNIQUE,
    language text NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE coordinators (
    region text NOT NULL CONSTRAINT coordinator_region_exists REFERENCES regions (slug),
    person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (region, person_id)
);
CREATE INDEX coordinators_of_person ON coordinators (person_id);

CREATE TABLE admins (
    person_id uuid PRIMARY KEY REFERENCES people ON DELETE CASCADE,
    since timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX contacts_by_email ON contacts (email_key);
