"""Whether a message asks for help for its writer or for a child."""

from bot.need.rules import Need, NeedRules

__all__ = ["Need", "NeedRules"]
