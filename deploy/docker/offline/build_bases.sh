#!/bin/sh
# Makes every image that docker-compose.yml would pull, from Debian's packages alone: for machines
# that reach no image registry. Run as root, with mmdebstrap and docker installed.
set -eu
export DOCKER_BUILDKIT=1

suite=${KOBLINGSBOKS_DEBIAN:-trixie}
mirror=${KOBLINGSBOKS_DEBIAN_MIRROR:-http://deb.debian.org/debian}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

# base NAME PACKAGES: an image of Debian with only these packages and what they need.
base() {
    echo "Building koblingsboks-offline/$1 of $2 …" >&2
    mmdebstrap --quiet --variant=minbase --include="$2" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' \
        "$suite" - "$mirror" | docker import - "koblingsboks-offline/$1:base" >&2
}

# finish NAME: what the image starts, from NAME.Dockerfile.
finish() {
    docker build --quiet --file "$here/$1.Dockerfile" --tag "koblingsboks-offline/$1" "$here" >&2
}

base python-build python3,python3-venv,ca-certificates
base python python3,ca-certificates
base postgres postgresql-17-pgvector
base valkey valkey-server,valkey-tools
base caddy caddy
base mailbox python3-aiosmtpd
for name in postgres valkey caddy mailbox; do
    finish "$name"
done
