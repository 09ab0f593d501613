-- How each region wants its suggestions made, as the registry last told of it. Null leaves it to
-- the service's own setting.
CREATE TABLE region_settings (
    region text PRIMARY KEY CHECK (region <> ''),
    region_id uuid NOT NULL,
    name text NOT NULL,
    network_name text NOT NULL,
    language text NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    threshold double precision CHECK (threshold BETWEEN 0 AND 1),
    open_suggestions int CHECK (open_suggestions > 0),
    bridging double precision NOT NULL CHECK (bridging BETWEEN 0 AND 1),
    asks_first boolean NOT NULL,
    crosses_regions boolean NOT NULL,
    nobody_fits_days int NOT NULL CHECK (nobody_fits_days > 0),
    nothing_got_months int NOT NULL CHECK (nothing_got_months > 0),
    version int NOT NULL CHECK (version > 0)
);
CALL guard_by_region('region_settings');
