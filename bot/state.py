"""How the bot is."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class State:
    """Which version runs since when, and which index answers since when.

    `made` is when that index was built, and `troubled` whether a newer one cannot be used.
    """

    version: str
    started: datetime
    snapshot: str
    made: datetime
    since: datetime
    documents: int
    troubled: bool
