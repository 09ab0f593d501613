-- Who made a token: a person, by what they held then, or another token. It ends with its maker.
ALTER TABLE access.tokens ADD created_by uuid;
CREATE INDEX tokens_by_maker ON access.tokens (created_by);
