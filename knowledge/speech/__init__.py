"""Whose words a text holds: names, roles, verbs of speaking, and what they say together."""
