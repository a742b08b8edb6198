"""What the shape of one line says: a list item, a heading, a name, the middle of a sentence."""

import re

_LONG = 600
_CLOSERS = "\"'”’»›)]}*_"
_QUOTES = "“”\"‘’'«»"

_BULLET = re.compile(
    r"(?:[•▪■●◦‣∙·○□➢✓→*–-]|o(?=\t|\s{2}|\s[A-ZÁÉÍÓÚÑ¿¡“«\"])"
    r"|\(?\d{1,2}[.)]|\([a-zA-Z]\)|[a-zA-Z]\)|[a-z]\.|\(?[ivx]{2,4}[.)])(?=\s|$)"
)
_STRONG_BULLETS = frozenset("•▪■●◦‣∙○□➢✓→")

_PARTICLES = frozenset(("de", "del", "la", "las", "los", "el", "y", "of", "and", "&"))
# Neither a heading nor a cell of a table nor a sentence ends with one of these.
_DANGLING = re.compile(
    r"\s(?:a|an|the|and|or|of|to|in|for|by|with|from|at|that|which|its|their|our"
    r"|el|la|los|las|un|una|y|o|de|del|al|en|por|para|con|que|su|sus)$"
)
_TAIL = 8
_INNER_END = re.compile(r"[^\W\d_]{2}[.!?]+[”\"’»]?\s+[^\W\d_a-zà-ÿ]")
_FINAL_ACRONYM = re.compile(r"[(“\"]?(?:\w\.){2,}")

# What ends with one of these says nothing yet: "The bill would", "Lantern House opposes".
_UNFINISHED = re.compile(
    r"(?:^|\s)(?:not|to|that|would|will|could|should|shall|must|cannot|can|may"
    r"|opposes?|rejects?|denies|deny|disputes?|refutes?|supports?|demands?|urges?|asks?"
    r"|se\s+opone[n]?\s+a|rechaza(?:n|mos)?|niega[n]?|negamos|exige[n]?|pide[n]?|a|que)$",
    re.IGNORECASE,
)
_UNFINISHED_TAIL = 20
# Labels that take no side on what is below them.
_LABEL_WORDS = frozenset(
    (
        "key main quick fast facts findings background context highlights summary overview notes"
        " note conclusion introduction recommendations numbers statistics timeline resources our"
        " demands priorities"
        " datos hechos clave claves hallazgos antecedentes contexto resumen nota notas conclusión"
        " introducción recomendaciones cifras cronología recursos nuestras demandas prioridades"
    ).split()
)
_MOST_LABEL_WORDS = 2
_NUMBER = r"(?:\s*(?:#|no\.|n[.º°]+)?\s*\d{1,3})?"
_LABEL_END = rf"(?:{_NUMBER}\s*(?:[:–—]|-\s|$)|\s*#?\d{{1,3}}[.)]\s)"
_CLAIM = re.compile(
    r"[\W_]*(?:(?i:myths?|claims?|allegations?|fiction|false|mitos?|falso|falsedad|bulo"
    rf"|alegación|acusación)(?:[*_]+)?{_LABEL_END}|(?:MYTHS?|CLAIM|ALLEGATION|MITOS?|FALSO)\b)"
)
_REBUTTAL = re.compile(
    r"[\W_]*(?:(?i:facts?|reality|truth|response|hechos?|realidad|verdad|verdadero|respuesta)"
    rf"(?:[*_]+)?{_LABEL_END}|(?:FACTS?|REALITY|TRUTH|HECHOS?|REALIDAD|VERDAD)\b)"
)

CELL_END = " | "
LONGEST_CELL = 80
SET_APART = "> "
_NAME_WORDS = 8
_LEAD_IN_WORDS = 8
_HEADING_WORDS = 12
_HEADLINE_WORDS = 24
_TITLE_WORDS = 40


def bullet(text: str) -> int:
    """The length of the bullet or number that a list item's line starts with; or 0."""
    marker = _BULLET.match(text)
    return marker.end() if marker else 0


def is_strong_bullet(text: str) -> bool:
    """Whether the line starts with a sign that is nothing but a bullet."""
    return text[0] in _STRONG_BULLETS


def is_bare(text: str) -> bool:
    """Whether there is no letter and no digit in it: rules, stars, invisible characters."""
    return not any(map(str.isalnum, text))


def is_ended(text: str) -> bool:
    """Whether the line ends as a sentence or a clause may; not at "the U.S."."""
    return text.rstrip(_CLOSERS)[-1:] in tuple(".!?…:;") and not _ends_in_acronym(text)


def is_dangling(text: str) -> bool:
    """Whether the line stops in the middle of a phrase: "… the children of the"."""
    return _DANGLING.search(text, max(0, len(text) - _TAIL)) is not None


def is_finished(text: str) -> bool:
    """Whether the line ends as a whole sentence does: with a full stop, `!` or `?`."""
    return text.rstrip(_CLOSERS)[-1:] in tuple(".!?")


def is_lead_in(text: str) -> bool:
    """Whether the line ends with a colon, so that what it says goes on in the block below."""
    return text.rstrip(_CLOSERS)[-1:] == ":"


def is_unfinished(text: str) -> bool:
    """Whether the line stops before what it is about: "The bill would", "We reject"."""
    return is_dangling(text) or bool(_UNFINISHED.search(text, max(0, len(text) - _UNFINISHED_TAIL)))


def is_label(text: str) -> bool:
    """Whether the line is a plain label: `Key facts:`, `Background:`, `Antecedentes:`."""
    words = text[:_LONG].rstrip(f"{_CLOSERS}: ").lower().split()
    return 0 < len(words) <= _MOST_LABEL_WORDS and all(word in _LABEL_WORDS for word in words)


def is_claim(text: str) -> bool:
    """Whether the line gives what is going to be rebutted: `Myth: …`, `MYTH`, `Mito: …`."""
    return _CLAIM.match(text[:_LONG]) is not None


def is_bare_claim(text: str) -> bool:
    """Whether the line only announces what is going to be rebutted: `MYTH`, `Myth #2:`."""
    found = _CLAIM.match(text[:_LONG])
    return found is not None and not any(map(str.isalpha, text[found.end() :]))


def is_rebuttal(text: str) -> bool:
    """Whether the line answers a claim: `Fact: …`, `REALITY`, `Hecho: …`."""
    return _REBUTTAL.match(text[:_LONG]) is not None


def is_name(text: str) -> bool:
    """Whether the line is a few capitalised words: a person, a post, an organisation."""
    words = text[:_LONG].split()
    return len(words) <= _NAME_WORDS and all(
        word[0].isupper() or word.lower() in _PARTICLES for word in words
    )


def is_spoken(text: str) -> bool:
    """Whether the line begins with a quotation mark, or a dash as before speech or a speaker."""
    return text.lstrip().startswith(tuple("“”\"‘’'«»„—–-"))


def is_attribution(text: str) -> bool:
    """Whether the line, below a quotation, may say whose it is: `— Jane Roe, President`."""
    return text[0] in "–—-" and not is_ended(text) and is_name(text.lstrip("–—- "))


def is_title_case(text: str) -> bool:
    """Whether nearly all words but the small ones begin with a capital."""
    words = [word.strip(f"{_QUOTES}()[],:;") for word in text[:_LONG].split()]
    capitals = [word[0].isupper() for word in words if word[3:] and word[0].isalpha()]
    return bool(capitals) and 4 * sum(capitals) >= 3 * len(capitals)


def is_row(text: str) -> bool:
    """Whether the line is a row of a table: `2023 | 137,000 children`."""
    cells = text.split(CELL_END)
    return len(cells) > 1 and all(len(cell) <= LONGEST_CELL for cell in cells)


def is_set_apart(text: str) -> bool:
    """Whether the line is marked as a quotation: `> We will vote for it.`"""
    return text.startswith(SET_APART)


def is_markdown_heading(text: str) -> bool:
    """Whether the line is marked as a heading: `## About`."""
    return text[0] == "#" and text[:_LONG].lstrip("#")[:1] == " "


def is_heading(text: str, *, first: bool) -> bool:
    """Whether a lone line is a heading; `first`: whether it stands where the title does."""
    words = len(text.split()) if len(text) <= _LONG else _LONG
    titled = is_title_case(text)
    if words > _TITLE_WORDS or not (titled or _is_one_phrase(text)):
        return False
    end = text.rstrip(_CLOSERS)[-1:]
    if end in tuple("!?"):
        return first
    if end in tuple(".…,;"):
        return first and titled and end == "." and _ends_in_acronym(text)
    if end == ":" and not titled:
        return words < _LEAD_IN_WORDS
    return first or words <= (_HEADLINE_WORDS if titled else _HEADING_WORDS)


def _is_one_phrase(text: str) -> bool:
    return text[0] not in _QUOTES and not _INNER_END.search(text)


def _ends_in_acronym(text: str) -> bool:
    return _FINAL_ACRONYM.fullmatch(text.rsplit(None, 1)[-1][-_TAIL:]) is not None
