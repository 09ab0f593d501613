-- How a region works. The defaults are what every region did before there was a choice.
ALTER TABLE regions
    ADD COLUMN languages text[] NOT NULL DEFAULT '{nb,nn,en}'
        CHECK (cardinality(languages) BETWEEN 1 AND 3 AND languages <@ '{nb,nn,en}'),
    ADD COLUMN reply_to text NOT NULL DEFAULT 'coordinator'
        CHECK (reply_to IN ('coordinator', 'other')),
    ADD COLUMN asks_first boolean NOT NULL DEFAULT false,
    ADD COLUMN proposes_time boolean NOT NULL DEFAULT false,
    ADD COLUMN introductions_a_month int CHECK (introductions_a_month BETWEEN 1 AND 1000),
    ADD COLUMN open_introductions int CHECK (open_introductions BETWEEN 1 AND 1000),
    ADD COLUMN reminder_days int[] NOT NULL DEFAULT '{7,21}'
        CHECK (cardinality(reminder_days) <= 5 AND 1 <= ALL (reminder_days)
               AND 45 >= ALL (reminder_days)),
    ADD COLUMN pauses_in_july boolean NOT NULL DEFAULT false,
    ADD COLUMN keeps_quiet_hours boolean NOT NULL DEFAULT false,
    ADD COLUMN threshold double precision CHECK (threshold BETWEEN 0 AND 1),
    ADD COLUMN open_suggestions int CHECK (open_suggestions BETWEEN 1 AND 1000),
    ADD COLUMN bridging double precision NOT NULL DEFAULT 0 CHECK (bridging BETWEEN 0 AND 1),
    ADD COLUMN crosses_regions boolean NOT NULL DEFAULT false,
    ADD COLUMN nobody_fits_days int NOT NULL DEFAULT 30
        CHECK (nobody_fits_days BETWEEN 1 AND 365),
    ADD COLUMN nothing_got_months int NOT NULL DEFAULT 6
        CHECK (nothing_got_months BETWEEN 1 AND 36),
    ADD COLUMN colour text CHECK (colour IN ('brand1', 'brand2', 'accent', 'neutral')),
    ADD CHECK (language = ANY (languages)),
    -- What the others were told last: a start tells them what they have not heard.
    ADD COLUMN told_version int NOT NULL DEFAULT 0;

-- Who decides for a region says how it works.
CREATE POLICY of_own ON regions FOR UPDATE USING (slug = ANY ((SELECT regions_served())::text[]));

-- Coordinators are told to those who write letters, each change with a version of its own.
ALTER TABLE people
    ADD COLUMN version int NOT NULL DEFAULT 1 CHECK (version >= 1),
    ADD COLUMN told_version int NOT NULL DEFAULT 0;

-- That there was somebody, so that it can be told again that they are to be forgotten.
CREATE TABLE erased_people (
    id uuid PRIMARY KEY,
    version int NOT NULL CHECK (version >= 1),
    erased_at timestamptz NOT NULL DEFAULT now()
);
CALL guard('erased_people', 'false');
