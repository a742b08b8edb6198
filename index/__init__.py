"""Finding again what KIND has said."""
