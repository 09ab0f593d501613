-- What became of each introduction, as the notifier last told: who answered what and when, and
-- what was reported. Null and empty for what came before it told.
ALTER TABLE introductions
    ADD COLUMN answers jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN reminded_at timestamptz,
    ADD COLUMN outcome_at timestamptz,
    ADD COLUMN co2e_tonnes double precision,
    ADD COLUMN certainty text CHECK (certainty IN ('estimated', 'confirmed')),
    ADD COLUMN scope text CHECK (scope IN ('scope_1', 'scope_2', 'scope_3', 'avoided'));
