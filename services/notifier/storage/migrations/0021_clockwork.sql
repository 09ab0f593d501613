-- When a contact is away, and who answers meanwhile.
ALTER TABLE contacts
    ADD COLUMN away_from date,
    ADD COLUMN away_until date,
    ADD COLUMN deputy_id uuid;

-- An introduction may have to wait for its turn, and people see why and until when.
ALTER TABLE introductions
    ADD COLUMN waits_for text CHECK (waits_for IN ('month', 'open')),
    ADD COLUMN expected_on date;
CREATE INDEX introductions_in_turn ON introductions (created_at) WHERE waits_for IS NOT NULL;

-- A copy of the listings, as much as letters tell of them.
CREATE TABLE listings (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL,
    region text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('need', 'offer', 'idea')),
    title text NOT NULL,
    language text NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    expires_on date,
    is_open boolean NOT NULL,
    published_at timestamptz NOT NULL,
    version int NOT NULL
);
CREATE INDEX listings_new ON listings (region, published_at) WHERE is_open;
CREATE INDEX listings_expiring ON listings (expires_on) WHERE is_open;
CREATE INDEX listings_of_partner ON listings (partner_id);
CALL guard_by_region('listings');

-- Which letters an address wants, and in which language. Hashes only, like suppressions.
CREATE TABLE preferences (
    address_hash bytea PRIMARY KEY CHECK (octet_length(address_hash) = 32),
    introductions boolean NOT NULL DEFAULT true,
    reminders boolean NOT NULL DEFAULT true,
    digest boolean NOT NULL DEFAULT false,
    language text CHECK (language IN ('nb', 'nn', 'en')),
    changed_at timestamptz NOT NULL DEFAULT now()
);
CALL guard('preferences', '(SELECT serves_anybody())');

-- Asked when a recipient is chosen, and once more at the moment a letter is handed over.
CREATE FUNCTION wants_letter(address bytea, letter_kind text) RETURNS boolean
LANGUAGE sql STABLE
RETURN coalesce((
    SELECT CASE
               WHEN letter_kind IN ('introduction', 'question') THEN introductions
               WHEN letter_kind IN ('reminder', 'outcome_question') THEN reminders
               WHEN letter_kind = 'digest' THEN digest
               ELSE true
           END
      FROM preferences
     WHERE address_hash = address), letter_kind <> 'digest');

ALTER TABLE letters
    DROP CONSTRAINT letters_kind_check,
    ADD CONSTRAINT letters_kind_check CHECK (kind IN
        ('introduction', 'question', 'reminder', 'thanks', 'nothing_came', 'outcome_question',
         'digest', 'expiring', 'invitation', 'monday', 'nobody_fits', 'undelivered',
         'new_contact'));
