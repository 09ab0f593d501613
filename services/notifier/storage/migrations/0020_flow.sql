-- `asks_first` is null until it is known how the region introduces. Names are shown when they may
-- stand in letters and on pages.
ALTER TABLE introductions
    ADD COLUMN other_partner_ids uuid[] NOT NULL DEFAULT '{}',
    ADD COLUMN asks_first boolean DEFAULT false,
    ADD COLUMN names_shown boolean NOT NULL DEFAULT true,
    ADD COLUMN sent_at timestamptz,
    ADD COLUMN reminded_at timestamptz,
    ADD CONSTRAINT direct_shows_names CHECK (asks_first IS NOT false OR names_shown);
ALTER TABLE introductions
    ALTER COLUMN asks_first SET DEFAULT NULL,
    ALTER COLUMN names_shown SET DEFAULT false;
UPDATE introductions
   SET sent_at = (SELECT max(sent_at) FROM letters WHERE introduction_id = introductions.id)
 WHERE NOT EXISTS (SELECT FROM letters
                    WHERE introduction_id = introductions.id AND letters.sent_at IS NULL);

-- Who should have got the letter instead: for the coordinator alone, and never written to unasked.
ALTER TABLE answers
    ADD COLUMN named_name text NOT NULL DEFAULT '' CHECK (char_length(named_name) <= 300),
    ADD COLUMN named_email text NOT NULL DEFAULT '' CHECK (char_length(named_email) <= 320);

-- Every report stays; the last one counts. Tonnes of CO2e a year are what somebody said.
ALTER TABLE outcomes DROP CONSTRAINT outcomes_pkey;
ALTER TABLE outcomes DROP CONSTRAINT outcomes_result_check;
ALTER TABLE outcomes
    ADD COLUMN id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    ADD COLUMN certainty text CHECK (certainty IN ('estimated', 'confirmed')),
    ADD COLUMN scope text CHECK (scope IN ('scope_1', 'scope_2', 'scope_3', 'avoided')),
    ADD COLUMN method text NOT NULL DEFAULT '' CHECK (char_length(method) <= 2000),
    ADD COLUMN reason text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 2000),
    ADD COLUMN reported_by_partner_id uuid,
    ADD CONSTRAINT outcomes_result_check
        CHECK (result IN ('met', 'working', 'pilot', 'contract', 'nothing'));
UPDATE outcomes SET certainty = 'estimated' WHERE co2e_tonnes IS NOT NULL;
ALTER TABLE outcomes
    ADD CONSTRAINT figures_say_how_certain CHECK ((certainty IS NULL) = (co2e_tonnes IS NULL)),
    ADD CONSTRAINT scope_is_of_a_figure CHECK (scope IS NULL OR co2e_tonnes IS NOT NULL);
CREATE INDEX outcomes_of_introduction ON outcomes (introduction_id, id DESC);

-- What partners wrote by mail instead of pressing a button.
CREATE TABLE replies (
    id uuid PRIMARY KEY,
    introduction_id uuid NOT NULL REFERENCES introductions ON DELETE CASCADE,
    partner_id uuid NOT NULL,
    text text NOT NULL CHECK (char_length(text) <= 10000),
    received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX replies_of_introduction ON replies (introduction_id, received_at);
CALL guard_by_parent('replies', 'introduction_id', 'introductions');
