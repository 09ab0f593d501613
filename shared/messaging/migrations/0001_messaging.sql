-- What is to be told the others. A row exists until every reader has confirmed it and its
-- retention has passed; it is unpublished while published_at is null.
CREATE TABLE outbox (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL UNIQUE,
    stream text NOT NULL,
    type text NOT NULL,
    subject uuid NOT NULL,
    body text NOT NULL CHECK (octet_length(body) <= 65536),
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    entry_id text,
    confirmed_at timestamptz,
    CHECK ((published_at IS NULL) = (entry_id IS NULL)),
    CHECK (confirmed_at IS NULL OR published_at IS NOT NULL)
);
CREATE INDEX outbox_unpublished ON outbox (seq) WHERE published_at IS NULL;
CREATE INDEX outbox_unconfirmed ON outbox (published_at)
    WHERE published_at IS NOT NULL AND confirmed_at IS NULL;
CREATE INDEX outbox_confirmed ON outbox (confirmed_at) WHERE confirmed_at IS NOT NULL;

-- A hint only: the relay polls as well, because a notification is lost while nobody listens.
CREATE FUNCTION hint_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify(TG_TABLE_SCHEMA || '_outbox', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER outbox_added AFTER INSERT ON outbox
    FOR EACH STATEMENT EXECUTE FUNCTION hint_outbox();

-- What we have been told and have acted on, written together with the effect.
CREATE TABLE inbox (
    event_id uuid PRIMARY KEY,
    type text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inbox_received ON inbox (received_at);

-- What we were told and could not act on. A person reads, retries or drops it.
CREATE TABLE dead_letters (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream text NOT NULL,
    body bytea NOT NULL,
    body_hash bytea NOT NULL GENERATED ALWAYS AS (sha256(body)) STORED,
    event_id uuid,
    type text,
    reason text NOT NULL,
    attempts int NOT NULL DEFAULT 1,
    first_failed_at timestamptz NOT NULL DEFAULT now(),
    last_failed_at timestamptz NOT NULL DEFAULT now(),
    retry_requested boolean NOT NULL DEFAULT false,
    UNIQUE (stream, body_hash)
);

-- Answers already given to writes that carried an Idempotency-Key.
CREATE TABLE idempotency_keys (
    actor text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status int,
    content_type text,
    location text,
    answer bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
