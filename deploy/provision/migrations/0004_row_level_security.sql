-- Who may do what is known to coordinators of all the regions it is about, and to the system
-- itself, which has to find out who is asking before it knows whom it serves.
CREATE FUNCTION access.serves_everywhere() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('app.regions', true), '') = '*';

CREATE FUNCTION access.regions_served() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN string_to_array(coalesce(current_setting('app.regions', true), ''), ',');

ALTER TABLE access.tokens ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY by_region ON access.tokens USING (
    (SELECT access.serves_everywhere())
    OR (regions <> '{}' AND regions <@ (SELECT access.regions_served())));

ALTER TABLE access.sign_in_links ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY by_region ON access.sign_in_links USING (
    (SELECT access.serves_everywhere())
    OR (regions <> '{}' AND regions <@ (SELECT access.regions_served())));

ALTER TABLE access.sessions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY by_region ON access.sessions USING (
    (SELECT access.serves_everywhere())
    OR (regions <> '{}' AND regions <@ (SELECT access.regions_served())));

ALTER TABLE access.tries ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY by_nobody ON access.tries USING ((SELECT access.serves_everywhere()));
