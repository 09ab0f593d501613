#!/bin/sh
# Writes .env with new secrets from .env.example; to one that is there already, it only adds the
# secrets that have come with a newer version.
set -eu
umask 077

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
target=${1:-$root/.env}

secret() {
    od -An -N32 -tx1 /dev/urandom | tr -d ' \n'
}

# complete: the lines of .env.example, with a new secret after each name that ends in "=".
complete() {
    while IFS= read -r line; do
        case $line in
            '#'*) echo "$line" ;;
            *=) echo "$line$(secret)" ;;
            *) echo "$line" ;;
        esac
    done < "$root/.env.example"
}

# lacking: new secrets for the names that .env does not have.
lacking() {
    while IFS= read -r line; do
        case $line in
            '#'*) ;;
            *=) grep -q "^$line" "$target" || echo "$line$(secret)" ;;
        esac
    done < "$root/.env.example"
}

if [ ! -e "$target" ]; then
    complete > "$target.new"
    mv "$target.new" "$target"
    echo "Wrote $target. Keep a copy in a safe place." >&2
    exit
fi
added=$(lacking)
if [ -z "$added" ]; then
    echo "$target is there already; its secrets open your database, so it is left as it is." >&2
    exit 1
fi
echo "$added" >> "$target"
echo "Added to $target: $(echo "$added" | cut -d= -f1 | tr '\n' ' ')" >&2
