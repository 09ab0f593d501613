#!/bin/sh
# From nothing but Debian's packages and PyPI: builds every image, brings docker-compose.yml up on
# them, and runs the end-to-end tests, or those that are named.
# Run as root with docker, docker-compose and mmdebstrap installed and the engine running.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$here/../../.."

"$here/build_bases.sh"
(
    set -a
    . "$here/images.env"
    deploy/docker/build_images.sh
)
export KOBLINGSBOKS_TEST_POSTGRES_IMAGE=koblingsboks-offline/postgres
export KOBLINGSBOKS_TEST_BROKER_IMAGE=koblingsboks-offline/valkey
exec ./koblingsboks test --containers "${@:-tests/e2e}"
