-- Everybody signed in may know which regions there are; only admins make and change them.
ALTER TABLE regions ENABLE ROW LEVEL SECURITY;
ALTER TABLE regions FORCE ROW LEVEL SECURITY;
CREATE POLICY known_to_all ON regions FOR SELECT USING ((SELECT serves_anybody()));
CREATE POLICY by_region ON regions USING ((SELECT serves_everywhere()));

CALL guard_by_region('partners');
CALL guard_by_parent('capabilities', 'partner_id', 'partners');
CALL guard_by_parent('contacts', 'partner_id', 'partners');
CALL guard_by_parent('listings', 'partner_id', 'partners');
CALL guard_by_region('erased_partners');
CALL guard_by_region('introductions');

CALL guard_by_region('coordinators');
CALL guard('people', 'EXISTS (SELECT FROM coordinators WHERE person_id = people.id)');
CALL guard('admins', 'false');
