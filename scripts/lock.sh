#!/bin/sh
# Compile requirements*.in into requirements*.txt: every platform, Python 3.12 and newer, with hashes, without addresses.
set -eu
cd "$(dirname "$0")/.."
UV_SYSTEM_CERTS=1
export UV_SYSTEM_CERTS
uv=$(command -v uv || echo .venv-uv/bin/uv)

compile() {
    "$uv" pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-emit-index-url "$@"
}

compile requirements.in -o requirements.txt
compile requirements-dev.in -c requirements.txt -o requirements-dev.txt
echo uv | compile --no-annotate - -o scripts/requirements-uv.txt
