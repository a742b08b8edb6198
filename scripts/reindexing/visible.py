"""Text of a file or its name, made fit for a terminal."""

_SPACES = "\t\n\r"


def visible(text: str) -> str:
    """A text on one line, of which nothing can act on a terminal or pass unseen.

    White space becomes plain spaces; any other character that is not shown (a control, a change of
    direction, a joiner) becomes its number, as in `<U+202E>`.
    """
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    # Some of ASCII's controls count as white space.
    space = character in _SPACES or (character.isspace() and character > "\x9f")
    return " " if space else f"<U+{ord(character):04X}>"
