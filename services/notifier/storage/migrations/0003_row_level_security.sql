CALL guard_by_region('regions', 'slug');
CALL guard_by_region('partners');

ALTER TABLE contacts ADD COLUMN region text;
UPDATE contacts SET region = coalesce(
    (SELECT region FROM partners WHERE partners.id = contacts.partner_id), '');
ALTER TABLE contacts ALTER COLUMN region SET NOT NULL;
CALL guard_by_region('contacts');

CALL guard_by_region('introductions');
CALL guard_by_parent('letters', 'introduction_id', 'introductions');
CALL guard_by_parent('answers', 'introduction_id', 'introductions');
CALL guard_by_parent('outcomes', 'introduction_id', 'introductions');

-- Hashes only. Who wants no letters wants none, whichever region would write them.
CALL guard('suppressions', '(SELECT serves_anybody())');

-- Of people, who may be of several regions; gone as soon as they have left.
CALL guard('sign_in_letters', 'false');
