#!/bin/sh
# Make .venv: `scripts/setup.sh run` for the product, `scripts/setup.sh dev` for the checks and tests as well.
#
# Nothing outside this folder is changed. Every package is checked against the hashes in requirements*.txt. Quick when
# nothing changed: a stamp in .venv remembers the digest of what was installed.
set -eu
cd "$(dirname "$0")/.."

kind=${1:-run}
venv=.venv
case $kind in
    run) requirements=requirements.txt ;;
    dev) requirements=requirements-dev.txt ;;
    *) echo "usage: scripts/setup.sh run|dev" >&2; exit 2 ;;
esac
wanted=$(tr -d '[:space:]' <.python-version)
# uv reads certificates where the system keeps them, so that it works behind a company's proxy.
UV_SYSTEM_CERTS=1 UV_NO_PROGRESS=1
export UV_SYSTEM_CERTS UV_NO_PROGRESS

say() { echo "setup: $*" >&2; }

stop() {
    say "$1"
    shift
    for line in "$@"; do say "  $line"; done
    exit 1
}

digest() { { cat "$@"; pwd; } | cksum | tr -d ' '; }

recent_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

# --- what is there already --------------------------------------------------------------------------------------------
stamp=$venv/.installed-$kind
now=$(digest "$requirements" scripts/setup.sh .python-version)
if [ -x $venv/bin/python ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ] && recent_enough $venv/bin/python; then
    exit 0
fi

# --- a Python of 3.12 or newer, the wanted one first ------------------------------------------------------------------
candidates() {
    [ -z "${OREPASS_PYTHON:-}" ] || echo "$OREPASS_PYTHON"
    for name in "python$wanted" python3.13 python3.12 python3.14 python3 python; do
        if command -v "$name"; then :; fi
    done
    # The account's own home, should HOME point elsewhere.
    account=
    if entry=$(getent passwd "$(id -u)" 2>/dev/null); then account=$(echo "$entry" | cut -d: -f6); fi
    for base in "${PYENV_ROOT:-}" "$HOME/.pyenv" "$account/.pyenv"; do
        for version in "$wanted" 3.13 3.12 3.14; do
            existing "$base"/versions/"$version"*/bin/python3
        done
    done
    for base in "$HOME" "$account"; do
        existing "$base"/.local/share/uv/python/cpython-3.1[2-9]*/bin/python3
    done
    existing /usr/local/bin/python3.1[2-9] /opt/python*/bin/python3
}

existing() {
    # A pattern that matches nothing stands for itself, and is no file.
    for path in "$@"; do
        if [ -e "$path" ]; then echo "$path"; fi
    done
}

python=
any=
for candidate in $(candidates); do
    if recent_enough "$candidate"; then python=$candidate; break; fi
    if [ -z "$any" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1; then
        any=$candidate
    fi
done

# --- uv: the one on the machine, or a private one ---------------------------------------------------------------------
uv=
if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then
    uv=uv
elif [ -x .venv-uv/bin/uv ] && .venv-uv/bin/uv --version >/dev/null 2>&1; then
    uv=.venv-uv/bin/uv
elif [ -n "$python$any" ]; then
    say "fetching uv into .venv-uv"
    if "${python:-$any}" -m venv .venv-uv >/dev/null 2>&1 &&
        .venv-uv/bin/python -m pip install -q --disable-pip-version-check --require-hashes \
            -r scripts/requirements-uv.txt >&2; then
        uv=.venv-uv/bin/uv
    fi
fi

if [ -z "$python" ] && [ -n "$uv" ]; then
    if ! python=$($uv python find --no-project '>=3.12' 2>/dev/null); then
        say "no Python of 3.12 or newer is here; asking uv for $wanted"
        if $uv python install "$wanted" >&2; then
            python=$($uv python find --no-project "$wanted")
        fi
    fi
fi
[ -n "$python" ] || stop "Orepass needs Python 3.12 or newer and found ${any:-none}." \
    "Install one (Debian 13, Ubuntu 24.04: apt-get install python3 python3-venv; else https://www.python.org/downloads/)" \
    "or install uv, which can fetch one, and run this again." \
    "OREPASS_PYTHON=/path/to/python3.13 names one that is not on the PATH."

# --- the environment --------------------------------------------------------------------------------------------------
if [ ! -x $venv/bin/python ] || ! recent_enough $venv/bin/python; then
    say "making $venv with $("$python" -c 'import platform; print("Python", platform.python_version())')"
    if [ -n "$uv" ]; then
        $uv venv -q --clear --no-project --python "$python" $venv
    else
        "$python" -m venv --clear $venv || stop "this Python cannot make environments." \
            "Install its venv module (Debian: apt-get install python3-venv) or uv, and run this again."
    fi
fi
say "installing $requirements"
if [ -n "$uv" ]; then
    $uv pip install -q --compile-bytecode --python $venv/bin/python --require-hashes -r "$requirements"
else
    $venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$requirements"
fi

# Orepass itself runs from src: a path file and a starter, so that no build tool is needed. All is compiled now, for
# where Python may not do so later a command would take three seconds instead of one.
packages=$($venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "$PWD/src" >"$packages/orepass-checkout.pth"
cat >$venv/bin/orepass <<STARTER
#!$PWD/$venv/bin/python
"""Start Orepass from the checkout."""
import sys

from orepass.cli.main import main

sys.exit(main())
STARTER
chmod +x $venv/bin/orepass
$venv/bin/python -m compileall -q src
echo "$now" >"$stamp"
