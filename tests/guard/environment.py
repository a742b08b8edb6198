"""The environment of a child process that is held to this machine, as the tests are."""

import os
from pathlib import Path

_OURS = ("TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "KIND_CONFIG")


def guarded_environment() -> dict[str, str]:
    """This process's environment, with the guard in the child and without the bot's own variables.

    The guard is `sitecustomize.py` beside this file, which Python runs at its start.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _OURS}
    folders = [str(Path(__file__).parent), *filter(None, [kept.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(folders)}
