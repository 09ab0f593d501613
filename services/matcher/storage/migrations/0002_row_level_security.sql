CALL guard_by_region('partners');
CALL guard_by_region('items');
CALL guard_by_parent('item_texts', 'item_id', 'items');
CALL guard_by_region('suggestions');

-- Made before the item is kept: what is embedded belongs to the region that is being served.
ALTER TABLE vectors ADD COLUMN region text;
UPDATE vectors SET region = coalesce(
    (SELECT region FROM partners WHERE partners.id = vectors.partner_id),
    (SELECT min(region) FROM items WHERE items.partner_id = vectors.partner_id));
-- Of nobody we know; embedded again when needed.
DELETE FROM vectors WHERE region IS NULL;
ALTER TABLE vectors ALTER COLUMN region SET NOT NULL,
                    ALTER COLUMN region SET DEFAULT the_region_served();
CALL guard_by_region('vectors');

ALTER TABLE introductions ADD COLUMN region text;
UPDATE introductions SET region = coalesce(
    (SELECT region FROM suggestions WHERE suggestions.id = introductions.suggestion_id),
    (SELECT region FROM partners WHERE partners.id = introductions.seeker_partner_id),
    '');
ALTER TABLE introductions ALTER COLUMN region SET NOT NULL;
CALL guard_by_region('introductions');
ALTER VIEW settled_pairs SET (security_invoker = true);

-- Ids and times only, and an id is asked for in whichever region it turns up.
CALL guard('erased_partners', '(SELECT serves_anybody())');
