-- Who may do what: API tokens, one-time sign-in links and browser sessions. Kept as SHA-256
-- hashes, so that a copy of the database opens no door.

CREATE FUNCTION access.role_fits(role text, regions text[], partner_id uuid) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE role
    WHEN 'admin' THEN partner_id IS NULL
    WHEN 'coordinator' THEN partner_id IS NULL AND cardinality(regions) > 0
    WHEN 'partner' THEN partner_id IS NOT NULL
    ELSE false
END AND array_position(regions, NULL) IS NULL;

CREATE TABLE access.tokens (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    role text NOT NULL CHECK (role IN ('admin', 'coordinator', 'partner')),
    regions text[] NOT NULL DEFAULT '{}',
    partner_id uuid,
    label text NOT NULL DEFAULT '' CHECK (char_length(label) <= 200),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz CHECK (expires_at > created_at),
    revoked_at timestamptz,
    last_used_at timestamptz,
    CHECK (access.role_fits(role, regions, partner_id))
);

CREATE TABLE access.sign_in_links (
    code_hash bytea PRIMARY KEY CHECK (octet_length(code_hash) = 32),
    role text NOT NULL CHECK (role IN ('admin', 'coordinator', 'partner')),
    regions text[] NOT NULL DEFAULT '{}',
    partner_id uuid,
    display_name text NOT NULL DEFAULT '' CHECK (char_length(display_name) <= 200),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
    used_at timestamptz,
    CHECK (access.role_fits(role, regions, partner_id))
);

CREATE TABLE access.sessions (
    session_hash bytea PRIMARY KEY CHECK (octet_length(session_hash) = 32),
    role text NOT NULL CHECK (role IN ('admin', 'coordinator', 'partner')),
    regions text[] NOT NULL DEFAULT '{}',
    partner_id uuid,
    display_name text NOT NULL DEFAULT '' CHECK (char_length(display_name) <= 200),
    csrf_token text NOT NULL CHECK (csrf_token <> ''),
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
    CHECK (access.role_fits(role, regions, partner_id))
);

CREATE INDEX sessions_by_expiry ON access.sessions (expires_at);
CREATE INDEX sign_in_links_by_expiry ON access.sign_in_links (expires_at);

GRANT SELECT ON access.tokens, access.sign_in_links, access.sessions
    TO registry, matcher, notifier;
GRANT INSERT, UPDATE, DELETE ON access.sessions TO registry, matcher, notifier;
GRANT UPDATE (used_at) ON access.sign_in_links TO registry, matcher, notifier;
GRANT UPDATE (last_used_at) ON access.tokens TO registry, matcher, notifier;
GRANT INSERT, UPDATE ON access.tokens TO registry;
GRANT INSERT ON access.sign_in_links TO registry;
