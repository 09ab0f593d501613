#!/bin/sh
# Starts Valkey with one user a service. Settings and passwords go in by a pipe: a command line is
# for everybody to read. The rights are those of deploy/embedded/broker_users.py, where they are
# explained; a test compares the two.
set -eu

set -- valkey-server -
if command -v docker-entrypoint.sh > /dev/null; then
    set -- docker-entrypoint.sh "$@"
fi

# noeviction: rather refuse an event, which the outbox then keeps, than forget one.
exec "$@" <<END
protected-mode no
appendonly yes
maxmemory 256mb
maxmemory-policy noeviction
user default reset off resetkeys resetchannels -@all
user admin reset on >$BROKER_PASSWORD ~* &* +@all
user registry reset on >$REGISTRY_BROKER_PASSWORD resetkeys resetchannels -@all +ping +hello +client|setinfo +client|setname (+bgrewriteaof) (~profiles ~listings ~contacts +xadd +xtrim +xrange +xpending +xinfo|groups) (~suggestions ~introductions +xgroup|create +xreadgroup +xack +xautoclaim +xpending +xinfo|groups) (~receipt:registry:* +set) (%R~receipt:matcher:* %R~receipt:notifier:* +mget)
user matcher reset on >$MATCHER_BROKER_PASSWORD resetkeys resetchannels -@all +ping +hello +client|setinfo +client|setname (~suggestions +xadd +xtrim +xrange +xpending +xinfo|groups) (~profiles ~listings ~introductions +xgroup|create +xreadgroup +xack +xautoclaim +xpending +xinfo|groups) (~receipt:matcher:* +set) (%R~receipt:notifier:* %R~receipt:registry:* +mget)
user notifier reset on >$NOTIFIER_BROKER_PASSWORD resetkeys resetchannels -@all +ping +hello +client|setinfo +client|setname (~introductions +xadd +xtrim +xrange +xpending +xinfo|groups) (~profiles ~listings ~contacts ~suggestions +xgroup|create +xreadgroup +xack +xautoclaim +xpending +xinfo|groups) (~receipt:notifier:* +set) (%R~receipt:matcher:* %R~receipt:registry:* +mget)
END
