-- What the others were told of an open suggestion: it is told anew only where that has changed.
ALTER TABLE suggestions
    ADD COLUMN told_version int NOT NULL DEFAULT 0,
    ADD COLUMN told_hash bytea CHECK (octet_length(told_hash) = 32),
    ADD COLUMN told_score double precision;
-- Nobody was told of those that came before; the open ones are told of soon.
UPDATE suggestions SET told_version = version WHERE status NOT IN ('proposed', 'snoozed');
CREATE INDEX suggestions_untold ON suggestions (id)
    WHERE told_version <> version AND status IN ('proposed', 'snoozed', 'withdrawn');
