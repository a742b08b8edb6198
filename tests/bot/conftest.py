"""What the tests of the bot share."""

from hypothesis import settings

# A busy machine is no failure.
settings.register_profile("bot", deadline=None)
settings.load_profile("bot")
