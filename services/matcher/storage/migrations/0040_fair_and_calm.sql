-- Takes no new suggestions for the time being.
ALTER TABLE partners ADD COLUMN is_paused boolean NOT NULL DEFAULT false;

-- Since when what fits it should be looked for again, though it has not changed itself: somebody's
-- room has become free, or its region works in another way.
ALTER TABLE items ADD COLUMN look_again_since timestamptz;
CREATE INDEX items_to_look_at_again ON items (look_again_since) WHERE look_again_since IS NOT NULL;

-- Everybody in a suggestion, members of a group too.
CREATE VIEW suggestion_partners WITH (security_invoker = true) AS
    SELECT id AS suggestion_id, seeker_partner_id AS partner_id FROM suggestions
    UNION ALL
    SELECT id, provider_partner_id FROM suggestions
    UNION ALL
    SELECT suggestion_id, partner_id FROM suggestion_members;

-- How long two partners are left in peace after a decision about them.
CREATE FUNCTION held_for(reason text) RETURNS interval LANGUAGE sql IMMUTABLE AS
    $$ SELECT CASE reason WHEN 'bad_timing' THEN interval '6 months' ELSE interval '1 year' END $$;

-- What was refused because the time was bad is not settled for good.
CREATE OR REPLACE VIEW settled_pairs WITH (security_invoker = true) AS
    SELECT seeker_item_id, provider_item_id, seeker_partner_id, provider_partner_id,
           status = 'approved' AS in_touch
      FROM suggestions
     WHERE status IN ('approved', 'rejected')
       AND NOT (status = 'rejected' AND reason = 'bad_timing'
                AND decided_at < now() - held_for(reason))
    UNION ALL
    SELECT seeker_item_id, provider_item_id, seeker_partner_id, provider_partner_id, true
      FROM introductions;
