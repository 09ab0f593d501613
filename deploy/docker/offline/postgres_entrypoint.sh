#!/bin/sh
# Creates the database cluster at the first start, then runs what it was told to.
set -eu

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    password=$(mktemp)
    printf '%s' "${POSTGRES_PASSWORD:?is needed for the first start}" > "$password"
    rm -rf "$PGDATA.new"
    initdb --pgdata "$PGDATA.new" --username postgres --pwfile "$password" --auth scram-sha-256 \
        --encoding UTF8 --locale-provider builtin --builtin-locale C.UTF-8
    rm "$password"
    echo "host all all all scram-sha-256" >> "$PGDATA.new/pg_hba.conf"
    mv "$PGDATA.new" "$PGDATA"
fi
exec "$@" -c listen_addresses='*'
