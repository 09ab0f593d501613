-- Everything a search looks at, and its words as PostgreSQL stems them in two languages.
ALTER TABLE listings
    ADD COLUMN searched text NOT NULL
        GENERATED ALWAYS AS (lower(title || E'\n' || text || E'\n' || place)) STORED,
    ADD COLUMN words tsvector NOT NULL
        GENERATED ALWAYS AS (to_tsvector('norwegian', title || E'\n' || text || E'\n' || place)
                             || to_tsvector('english', title || E'\n' || text)) STORED;
ALTER TABLE partners
    ADD COLUMN words tsvector NOT NULL
        GENERATED ALWAYS AS (to_tsvector('norwegian', searched)
                             || to_tsvector('english', searched)) STORED;
