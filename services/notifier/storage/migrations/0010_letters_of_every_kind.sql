-- How a region wants its letters, as the registry tells it.
ALTER TABLE regions
    ADD COLUMN languages text[] NOT NULL DEFAULT '{nb,nn,en}',
    ADD COLUMN reply_to text NOT NULL DEFAULT 'coordinator' CHECK (reply_to IN ('coordinator', 'other')),
    ADD COLUMN asks_first boolean NOT NULL DEFAULT false,
    ADD COLUMN proposes_time boolean NOT NULL DEFAULT false,
    ADD COLUMN introductions_a_month int CHECK (introductions_a_month > 0),
    ADD COLUMN open_introductions int CHECK (open_introductions > 0),
    ADD COLUMN reminder_days int[] NOT NULL DEFAULT '{7,21}',
    ADD COLUMN pauses_in_july boolean NOT NULL DEFAULT false,
    ADD COLUMN keeps_quiet_hours boolean NOT NULL DEFAULT false;

-- What a letter says of a partner in one sentence.
ALTER TABLE partners
    ADD COLUMN kind text,
    ADD COLUMN sector text NOT NULL DEFAULT '',
    ADD COLUMN place text NOT NULL DEFAULT '',
    ADD COLUMN description text NOT NULL DEFAULT '',
    ADD COLUMN language text CHECK (language IN ('nb', 'nn', 'en'));

CREATE TABLE coordinators (
    id uuid PRIMARY KEY,
    regions text[] NOT NULL DEFAULT '{}',
    name text,
    email text,
    address_hash bytea CHECK (octet_length(address_hash) = 32),
    language text CHECK (language IN ('nb', 'nn', 'en')),
    version int NOT NULL,
    erased boolean NOT NULL DEFAULT false,
    CHECK (erased = (email IS NULL)),
    CHECK (num_nulls(name, email, address_hash, language) IN (0, 4))
);
CALL guard('coordinators', 'regions && (SELECT regions_served())');

-- A letter is to a partner or to a coordinator, and about an introduction or about something
-- else. `key` says what it is about, so that nothing is told twice.
ALTER TABLE letters
    ALTER COLUMN introduction_id DROP NOT NULL,
    ALTER COLUMN partner_id DROP NOT NULL,
    ALTER COLUMN kind DROP DEFAULT,
    DROP CONSTRAINT letters_kind_check,
    ADD CONSTRAINT letters_kind_check CHECK (kind IN
        ('introduction', 'question', 'reminder', 'thanks', 'outcome_question', 'digest',
         'expiring', 'invitation', 'monday', 'nobody_fits', 'undelivered', 'new_contact')),
    DROP CONSTRAINT letters_introduction_id_partner_id_kind_key,
    ADD COLUMN region text,
    ADD COLUMN key text,
    -- The one person it is for; null where any contact of the partner will do.
    ADD COLUMN for_contact_id uuid,
    ADD COLUMN coordinator_id uuid,
    ADD COLUMN facts jsonb NOT NULL DEFAULT '{}',
    -- The partners it names: when one is erased, so are its words.
    ADD COLUMN about uuid[] NOT NULL DEFAULT '{}';
UPDATE letters
   SET region = introductions.region,
       key = 'introduction:' || letters.introduction_id || ':' || letters.partner_id,
       facts = '{"kind": "introduction"}',
       about = ARRAY[introductions.seeker_partner_id, introductions.provider_partner_id]
  FROM introductions
 WHERE introductions.id = letters.introduction_id;
ALTER TABLE letters
    ALTER COLUMN region SET NOT NULL,
    ALTER COLUMN key SET NOT NULL,
    ADD UNIQUE (key),
    ADD CHECK (num_nonnulls(partner_id, coordinator_id) = 1),
    ADD CHECK (partner_id IS NOT NULL OR num_nonnulls(introduction_id, for_contact_id) = 0);
CREATE INDEX letters_of_introduction ON letters (introduction_id);
CREATE INDEX letters_of_partner ON letters (partner_id) WHERE introduction_id IS NULL;
CREATE INDEX letters_of_coordinator ON letters (coordinator_id);
CREATE INDEX letters_about ON letters USING gin (about);
DROP POLICY by_region ON letters;
CALL guard_by_region('letters');
