"""Talking about what KIND has said."""
