-- That there was a contact, so that its erasure can be told again. Nothing else about it.
CREATE TABLE erased_contacts (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL,
    region text NOT NULL REFERENCES regions (slug),
    version int NOT NULL CHECK (version >= 1),
    erased_at timestamptz NOT NULL DEFAULT now()
);
CALL guard_by_region('erased_contacts');

-- Who was erased, by the hash of the id alone. They outlive the database: a backup that is older
-- than the erasure brings the rows back, and with these they are erased once more.
CREATE TABLE tombstones (
    kind text NOT NULL CHECK (kind IN ('partner', 'contact', 'person')),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    erased_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, hash)
);
CALL guard('tombstones', 'false');

CREATE FUNCTION tombstone(kind text, id uuid) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(convert_to(kind || ' ' || id, 'UTF8'));

INSERT INTO tombstones (kind, hash, erased_at)
SELECT 'partner', tombstone('partner', id), erased_at FROM erased_partners;
