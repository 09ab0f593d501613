-- Files that were read and wait for a yes. Nothing of them is imported, and they go within the hour.
CREATE TABLE prepared_imports (
    id uuid PRIMARY KEY,
    region text NOT NULL REFERENCES regions (slug),
    actor text NOT NULL,
    body text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);
CALL guard_by_region('prepared_imports');
