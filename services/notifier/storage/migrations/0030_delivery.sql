-- For limits by domain: how many letters a domain was offered in the last minute.
ALTER TABLE letters ADD COLUMN last_tried_at timestamptz;
CREATE INDEX letters_tried ON letters (last_tried_at);

-- A letter that came back keeps the moment at which it left.
ALTER TABLE letters
    DROP CONSTRAINT letters_check1,
    ADD CONSTRAINT letters_sent_at CHECK (CASE state
        WHEN 'sent' THEN sent_at IS NOT NULL
        WHEN 'bounced' THEN true
        ELSE sent_at IS NULL END);

-- One address may be suppressed for several reasons, and each is lifted on its own.
ALTER TABLE suppressions
    DROP CONSTRAINT suppressions_pkey,
    DROP CONSTRAINT suppressions_reason_check,
    ADD PRIMARY KEY (address_hash, reason),
    ADD CONSTRAINT suppressions_reason_check
        CHECK (reason IN ('unsubscribed', 'bounced', 'complained')),
    -- The status of RFC 3463 and nothing more: what servers say holds the address.
    ADD COLUMN status text NOT NULL DEFAULT '' CHECK (char_length(status) <= 20);

-- Letters that could not be delivered for now. Hashes only, like suppressions.
CREATE TABLE soft_bounces (
    address_hash bytea NOT NULL CHECK (octet_length(address_hash) = 32),
    letter_id uuid NOT NULL,
    bounced_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (address_hash, letter_id)
);
CALL guard('soft_bounces', '(SELECT serves_anybody())');
