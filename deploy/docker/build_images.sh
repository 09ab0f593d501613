#!/bin/sh
# Builds the images of docker-compose.yml where composing alone cannot: behind a proxy that
# inspects TLS. CERTIFICATES names a file with its certificates; BASE_IMAGE and BUILD_BASE_IMAGE
# are those of .env.example.
set -eu
export DOCKER_BUILDKIT=1

cd "$(dirname -- "$0")/../.."
base=${BASE_IMAGE:-python:3.13-slim}
build_base=${BUILD_BASE_IMAGE:-$base}
certificates=${CERTIFICATES:-/etc/ssl/certs/ca-certificates.crt}

# build NAME OPTIONS
build() {
    name=koblingsboks-$1
    shift
    echo "Building $name …" >&2
    docker build --quiet --file deploy/docker/Dockerfile --tag "$name" \
        --build-arg "BASE=$base" --build-arg "BUILD_BASE=$build_base" \
        --secret "id=certificates,src=$certificates" "$@" . >&2
}

build provision --target provision
for service in registry matcher notifier; do
    build "$service" --build-arg "SERVICE=$service"
done
