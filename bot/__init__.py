"""Talking about what KIND has said."""

import os

# A switch of python-telegram-bot: durations are timedeltas, so no refusal warns that they will be.
os.environ.setdefault("PTB_TIMEDELTA", "true")
