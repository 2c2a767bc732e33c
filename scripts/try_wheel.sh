#!/bin/sh
# Build the wheel, install it into a fresh environment, and run the demonstration outside the checkout.
set -eu
cd "$(dirname "$0")/.."
checkout=$PWD
UV_SYSTEM_CERTS=1 UV_NO_PROGRESS=1
export UV_SYSTEM_CERTS UV_NO_PROGRESS

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
.venv/bin/python -m build -q --wheel --outdir "$place/wheel" >&2
python=$(.venv/bin/python -c 'import sys; print(sys._base_executable)')
"$python" -m venv "$place/venv"
if command -v uv >/dev/null 2>&1; then
    install="uv pip install -q --python $place/venv/bin/python"
else
    install="$place/venv/bin/python -m pip install -q --disable-pip-version-check"
fi
$install --require-hashes -r requirements.txt >&2
$install --no-deps "$place"/wheel/*.whl >&2

cd "$place"
# An empty environment: nothing of the checkout is found by accident.
env -i HOME="$place" PATH=/usr/bin:/bin XDG_DATA_HOME="$place/data" venv/bin/orepass demo --json >demo.json
venv/bin/python - "$checkout" <<'CHECK'
import json
import sys
from pathlib import Path

import orepass

assert sys.argv[1] not in orepass.__file__, "the checkout was used"
counts = json.loads(Path("demo.json").read_text(encoding="utf-8"))
assert counts["verified"] is True, counts
assert all(counts[name] > 0 for name in ("certificates", "events", "lots", "passports")), counts
print("the wheel runs outside the checkout:", {name: counts[name] for name in ("certificates", "events", "lots", "passports")})
CHECK
