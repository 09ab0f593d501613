-- A decision made in the console is told when its grace is over, and can be undone until then.
-- leaves_at is null once it is told, and where it was told at once.
ALTER TABLE suggestions
    ADD COLUMN leaves_at timestamptz,
    ADD COLUMN note_before text NOT NULL DEFAULT '',
    -- The approved one for which this one was withdrawn, so that undoing brings it back.
    ADD COLUMN gave_way_to uuid,
    ADD CHECK (leaves_at IS NULL OR status IN ('approved', 'rejected'));
CREATE INDEX suggestions_leaving ON suggestions (leaves_at) WHERE leaves_at IS NOT NULL;
