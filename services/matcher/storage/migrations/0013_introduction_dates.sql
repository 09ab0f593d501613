-- When the two were put in touch, as the notifier tells; null for what came before it told.
ALTER TABLE introductions
    ADD COLUMN opened_at timestamptz,
    ADD COLUMN sent_at timestamptz;
CREATE INDEX introductions_of_seeking_partner ON introductions (seeker_partner_id);
CREATE INDEX introductions_of_providing_partner ON introductions (provider_partner_id);
