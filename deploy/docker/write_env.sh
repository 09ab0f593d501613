#!/bin/sh
# Writes .env with new secrets from .env.example, once.
set -eu
umask 077

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
target=${1:-$root/.env}
if [ -e "$target" ]; then
    echo "$target is there already; its secrets open your database, so it is left as it is." >&2
    exit 1
fi

secret() {
    od -An -N32 -tx1 /dev/urandom | tr -d ' \n'
}

while IFS= read -r line; do
    case $line in
        '#'*) echo "$line" ;;
        *=) echo "$line$(secret)" ;;
        *) echo "$line" ;;
    esac
done < "$root/.env.example" > "$target.new"
mv "$target.new" "$target"
echo "Wrote $target. Keep a copy in a safe place." >&2
