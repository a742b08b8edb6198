"""Guards every Python process that has this folder on its PYTHONPATH."""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).with_name("loopback.py")))["install_in_child"]()
