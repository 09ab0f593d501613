#!/bin/sh
# Writes requirements.lock anew from pyproject.toml. Versions stay as they are; --upgrade moves them.
set -eu

cd "$(dirname "$0")/.."
uv pip compile pyproject.toml \
    --extra embedded --group test --group dev \
    --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-annotate \
    --custom-compile-command 'tools/lock.sh' \
    --quiet --output-file requirements.lock "$@"
