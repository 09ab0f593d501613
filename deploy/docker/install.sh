#!/bin/sh
# Used while the image is built: `install.sh pip PACKAGE` puts a tool into /build, `install.sh uv
# [--extra NAME]` puts what pyproject.toml asks for, at the lock's versions and with its hashes,
# into /opt/koblingsboks.
set -eu

tool=$1
shift
certificates=/run/secrets/certificates
if [ -s "$certificates" ]; then
    export PIP_CERT=$certificates SSL_CERT_FILE=$certificates
fi
case $tool in
    pip)
        exec /build/bin/pip install --no-cache-dir --quiet "$@"
        ;;
    uv)
        exec /build/bin/uv pip install --no-cache --python /opt/koblingsboks/bin/python \
            --requirements pyproject.toml --constraints requirements.lock "$@"
        ;;
esac
