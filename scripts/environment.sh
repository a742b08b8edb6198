# Sourced by start and test.
# prepare [EXTRA]: makes .venv, and installs the pinned dependencies when they changed
#     (EXTRA: an optional dependency group of pyproject.toml).
# translator [MODE]: installs the translator of Spanish questions where it is missing and that is
#     possible, says so where it is not, and succeeds either way (MODE: the file that shows it).

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
        say "Installing the pinned dependencies (about 1.8 GB, once)"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check \
            --constraint constraints.txt --editable ".${extra:+[$extra]}" || {
            say "The dependencies could not be installed; the lines above say which and why."
            exit 1
        }
        printf '%s' "$wanted" >"$stamp"
    fi
}

translator() {
    mode="${1:-/usr/share/apertium/modes/spa-eng_US.mode}"
    if [ -e "$mode" ]; then return 0; fi
    lost="Spanish questions are found less well."
    if ! command -v apt-get >/dev/null 2>&1; then
        say "Apertium's Spanish-English pair (Debian's apertium-eng-spa) is not installed: $lost"
        return 0
    fi
    if [ "$(id -u)" -ne 0 ]; then
        say "apertium-eng-spa is not installed: $lost Install it: sudo apt-get install apertium-eng-spa"
        return 0
    fi
    say "Installing apertium-eng-spa, which puts Spanish questions into English for the search"
    if ! told="$(install_quietly apertium-eng-spa 2>&1)"; then
        say "It could not be installed ($(printf '%s' "$told" | tail -n 1)): $lost"
    fi
    return 0
}

# The lists of packages are fetched only where the package is not in those that are there. A server
# that does not answer must not keep the bot from starting.
install_quietly() {
    set -- apt-get install --quiet --yes --no-install-recommends \
        -o Acquire::Retries=0 -o Acquire::http::Timeout=15 -o DPkg::Lock::Timeout=30 "$@"
    export DEBIAN_FRONTEND=noninteractive
    "$@" </dev/null || { timeout 120 apt-get update --quiet </dev/null && "$@" </dev/null; }
}
