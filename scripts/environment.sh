# Sourced by start and test: makes .venv, and installs the pinned dependencies when they changed.
# Usage: prepare [EXTRA]   (EXTRA: an optional dependency group of pyproject.toml)

say() { printf '%s\n' "$1" >&2; }

find_python() {
    for name in python3.11 python3.12 python3.13 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    say "Python 3.11 or newer is needed and was not found; install it, then run this again."
    return 1
}

prepare() {
    extra="${1:-}"
    # A first try without python3-venv leaves a folder without pip behind: begin again.
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        rm -rf .venv
        python="$(find_python)" || exit 1
        say "Making .venv with $python"
        "$python" -m venv .venv || {
            say "The virtual environment could not be made; on Debian, install python3-venv."
            exit 1
        }
    fi
    wanted="$(cat pyproject.toml constraints.txt | cksum) $extra"
    stamp=".venv/installed${extra:+-$extra}"
    if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
        say "Installing the pinned dependencies (about 1 GB, once)"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check \
            --constraint constraints.txt --editable ".${extra:+[$extra]}" || {
            say "The dependencies could not be installed; the lines above say which and why."
            exit 1
        }
        printf '%s' "$wanted" >"$stamp"
    fi
}
