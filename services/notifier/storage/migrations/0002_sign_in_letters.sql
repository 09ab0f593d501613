-- Letters that sign somebody in. Their links are secrets and their time is short, so that a row
-- is gone as soon as the letter has left, or can be of no more use.
CREATE TABLE sign_in_letters (
    id uuid PRIMARY KEY,
    sender_address text NOT NULL,
    recipient_address text NOT NULL,
    body bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    next_try_at timestamptz NOT NULL DEFAULT now(),
    lease uuid,
    lease_until timestamptz,
    handed_over boolean NOT NULL DEFAULT false,
    CHECK ((lease IS NULL) = (lease_until IS NULL)),
    CHECK (NOT handed_over OR lease IS NOT NULL)
);
CREATE INDEX sign_in_letters_due ON sign_in_letters (next_try_at);

CREATE TRIGGER sign_in_letter_written AFTER INSERT ON sign_in_letters
    FOR EACH STATEMENT EXECUTE FUNCTION hint_letters();
