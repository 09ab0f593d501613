-- Who did what, when and from where: ids, codes and times, nothing anybody wrote. Rows are added
-- in the transaction of the act and never changed.
CREATE TABLE audit (
    id uuid PRIMARY KEY,
    happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    act text NOT NULL CHECK (act ~ '^[a-z_]+(\.[a-z_]+)+$'),
    actor text NOT NULL CHECK (actor ~ '^[a-z]+( [0-9a-f-]{36})?$'),
    region text,
    subject uuid,
    details jsonb NOT NULL DEFAULT '{}' CHECK (octet_length(details::text) <= 2000),
    origin text NOT NULL CHECK (char_length(origin) <= 60)
);

-- The order in which acts were committed, without a gap. A hash holds the row and the hash before.
CREATE TABLE audit_chain (
    seq bigint PRIMARY KEY,
    audit_id uuid NOT NULL UNIQUE REFERENCES audit (id),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);

-- Anybody adds; who serves a region reads what happened there. Of the chain there is only hashes.
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit FORCE ROW LEVEL SECURITY;
CREATE POLICY by_region ON audit FOR SELECT
 USING ((SELECT serves_everywhere()) OR region = ANY ((SELECT regions_served())::text[]));
CREATE POLICY added_by_all ON audit FOR INSERT WITH CHECK (true);
ALTER TABLE audit_chain ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_chain FORCE ROW LEVEL SECURITY;
CREATE POLICY by_region ON audit_chain FOR SELECT USING ((SELECT serves_anybody()));
CREATE POLICY added_by_all ON audit_chain FOR INSERT WITH CHECK (true);

CREATE FUNCTION audit_digest(previous bytea, seq bigint, kept audit) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(previous || convert_to(jsonb_build_array(
    seq, (kept).id, to_char((kept).happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
    (kept).act, (kept).actor, (kept).region, (kept).subject, (kept).details, (kept).origin
)::text, 'UTF8'));

-- At the very end of a transaction: whoever comes second waits for a commit, and for nothing else.
-- As the owner, because the service itself may not write into the chain.
CREATE FUNCTION chain_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    served text := current_setting('app.regions', true);
BEGIN
    PERFORM set_config('app.regions', '*', true);
    PERFORM pg_advisory_xact_lock(hashtext('koblingsboks audit ' || TG_TABLE_SCHEMA));
    EXECUTE format(
        'INSERT INTO %1$I.audit_chain (seq, audit_id, hash)
         SELECT last.seq + 1, $1.id, %1$I.audit_digest(last.hash, last.seq + 1, $1)
           FROM (SELECT seq, hash FROM %1$I.audit_chain
                  UNION ALL SELECT 0, ''''::bytea
                  ORDER BY seq DESC LIMIT 1) AS last', TG_TABLE_SCHEMA) USING NEW;
    PERFORM set_config('app.regions', coalesce(served, ''), true);
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER audit_chained AFTER INSERT ON audit DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION chain_audit();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are added and never changed', TG_TABLE_NAME
          USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_chain_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

DO $$
BEGIN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM %I', current_schema());
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_chain FROM %I',
                   current_schema());
END
$$;
