-- A link is asked for by a browser, which alone may use it, and opens what the people named in
-- `holders` may do when it is used; or it is made on the command line for the role it names.
-- The registry keeps the request, the notifier adds the codes that it mails.
DROP TABLE access.sign_in_links;
CREATE TABLE access.sign_in_links (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code_hash bytea UNIQUE CHECK (octet_length(code_hash) = 32),
    -- The short code to type. Worth nothing without the cookie of the browser that asked.
    typed_hash bytea CHECK (octet_length(typed_hash) = 32),
    browser_hash bytea CHECK (octet_length(browser_hash) = 32),
    holders uuid[] NOT NULL DEFAULT '{}',
    leads_to text NOT NULL DEFAULT '' CHECK (char_length(leads_to) <= 500),
    wrong_codes int NOT NULL DEFAULT 0,
    role text CHECK (role IN ('admin', 'coordinator', 'partner')),
    regions text[] NOT NULL DEFAULT '{}',
    partner_id uuid,
    display_name text NOT NULL DEFAULT '' CHECK (char_length(display_name) <= 200),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
    used_at timestamptz,
    CHECK ((browser_hash IS NULL) = (role IS NOT NULL)),
    CHECK (role IS NULL OR access.role_fits(role, regions, partner_id))
);
CREATE INDEX sign_in_links_of_browser ON access.sign_in_links (browser_hash);
CREATE INDEX sign_in_links_by_expiry ON access.sign_in_links (expires_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON access.sign_in_links TO registry;
GRANT SELECT (id, code_hash, used_at, expires_at), UPDATE (code_hash, typed_hash)
    ON access.sign_in_links TO notifier;

-- Whose session it is, so that it ends with what it stands on: a contact, or one of our people.
-- Sessions of before this belong to nobody one could name.
DELETE FROM access.sessions;
ALTER TABLE access.sessions
    ADD id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    ADD holder_id uuid,
    ADD browser text NOT NULL DEFAULT '' CHECK (char_length(browser) <= 100);
CREATE INDEX sessions_of_holder ON access.sessions (holder_id);

-- Only the registry signs people in and out.
REVOKE INSERT, UPDATE, DELETE ON access.sessions FROM matcher, notifier;
GRANT UPDATE (last_seen_at) ON access.sessions TO matcher, notifier;

-- How often something was tried since a moment; keys are hashes that only the registry can make.
CREATE TABLE access.tries (
    what text NOT NULL,
    key bytea NOT NULL CHECK (octet_length(key) = 32),
    since timestamptz NOT NULL,
    count int NOT NULL DEFAULT 1,
    PRIMARY KEY (what, key, since)
);
CREATE INDEX tries_by_age ON access.tries (since);
GRANT SELECT, INSERT, UPDATE, DELETE ON access.tries TO registry;
