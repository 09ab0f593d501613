-- Rows are seen by whoever serves their region. Every transaction tells which regions it serves in
-- app.regions: short names with commas between, * for all. Not told, there is nothing to see.
-- Each is looked up once a statement, because the policies below ask in a subquery.
CREATE FUNCTION regions_served() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN string_to_array(coalesce(current_setting('app.regions', true), ''), ',');

CREATE FUNCTION serves_everywhere() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('app.regions', true), '') = '*';

CREATE FUNCTION serves_anybody() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('app.regions', true), '') <> '';

-- The region of work that is about one only; else null, which no table takes for a region.
CREATE FUNCTION the_region_served() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN cardinality(regions_served()) = 1 AND NOT serves_everywhere()
            THEN (regions_served())[1] END;

-- A row is seen and written where `condition` holds, and by the system itself. FORCE, so that it
-- holds for the owner of the table as well.
CREATE PROCEDURE guard(guarded regclass, condition text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
    EXECUTE format('CREATE POLICY by_region ON %s USING ((SELECT serves_everywhere()) OR (%s))',
                   guarded, condition);
END
$$;

CREATE PROCEDURE guard_by_region(guarded regclass, region_column name DEFAULT 'region')
LANGUAGE plpgsql AS $$
BEGIN
    CALL guard(guarded, format('%I = ANY ((SELECT regions_served())::text[])', region_column));
END
$$;

-- A row is seen where the one it belongs to is seen.
CREATE PROCEDURE guard_by_parent(guarded regclass, parent_column name, parent regclass)
LANGUAGE plpgsql AS $$
BEGIN
    CALL guard(guarded, format('EXISTS (SELECT FROM %s AS parent WHERE parent.id = %s.%I)',
                               parent, guarded, parent_column));
END
$$;

ALTER TABLE outbox ADD COLUMN region text;
UPDATE outbox SET region = substring(body FROM '"region": ?"([^"]*)"');
ALTER TABLE outbox ALTER COLUMN region SET NOT NULL;
CALL guard_by_region('outbox');

-- Null where the event could not be read: only the system itself sees it then.
ALTER TABLE dead_letters ADD COLUMN region text;
UPDATE dead_letters SET region = outbox.region FROM outbox
 WHERE outbox.event_id = dead_letters.event_id;
CALL guard_by_region('dead_letters');

-- Ids and times only: of any region, for anybody who serves one.
CALL guard('inbox', '(SELECT serves_anybody())');

-- Whose answer it is shows in a hash alone.
CALL guard('idempotency_keys', 'false');
