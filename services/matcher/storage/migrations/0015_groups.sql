-- The members of a group beyond the first two, in the order they were put together.
CREATE TABLE suggestion_members (
    suggestion_id uuid NOT NULL REFERENCES suggestions ON DELETE CASCADE,
    item_id uuid NOT NULL REFERENCES items,
    partner_id uuid NOT NULL,
    region text NOT NULL CHECK (region <> ''),
    place int NOT NULL CHECK (place BETWEEN 3 AND 5),
    PRIMARY KEY (suggestion_id, item_id),
    UNIQUE (suggestion_id, place)
);
CREATE INDEX suggestion_members_item ON suggestion_members (item_id);
CREATE INDEX suggestion_members_partner ON suggestion_members (partner_id);
CALL guard_by_region('suggestion_members');
