"""Writes the table of refused files anew."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.knowledge.hostile.trial import TABLE, tried

with TemporaryDirectory() as place:
    TABLE.write_text(tried(Path(place), hostile=True).table(), "utf-8")
sys.stdout.write(f"{TABLE}\n")
