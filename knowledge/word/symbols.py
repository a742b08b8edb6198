"""Characters that a Word document names by their place in a font of symbols."""

_PRIVATE = range(0xF000, 0xF100)
_WINGDINGS = {
    0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xFB: "✗", 0xFC: "✓", 0xFE: "☑",
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x4A: "☺", 0x28: "☎", 0x2A: "✉",
}  # fmt: skip
_SYMBOL = {
    0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB7: "•", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xAE: "→",
    0xA2: "′", 0xB2: "″", 0x2D: "−",
}  # fmt: skip
_SAME = frozenset("0123456789%&()+,./:;<=>?[]{}|_! ")


def symbol(code: str, font: str) -> str:
    """The character at a place, in hexadecimal digits, of a font; empty where it is unknown."""
    try:
        place = int(code, 16)
        character = chr(place)
    except (ValueError, OverflowError):
        return ""
    if place not in _PRIVATE:
        return character if character.isprintable() else ""
    place -= _PRIVATE.start
    if font.casefold().startswith("wingdings"):
        return _WINGDINGS.get(place, "")
    return _SYMBOL.get(place, "") or (chr(place) if chr(place) in _SAME else "")
