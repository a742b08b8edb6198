"""Contact lines: how the press reaches somebody, and the marks that end a release."""

import re

_LONGEST = 300
_MOST_WORDS = 10

_DETAIL = re.compile(
    r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|(?:https?://|www\.)\S+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|gov|edu|info|int|example)\b(?:/\S*)?"
    # A telephone number, not a price and not a span of years.
    r"|(?<![\w$€.,])(?!\(?(?:1[5-9]|20)\d\d\s?[-–]\s?(?:1[5-9]|20)\d\d\b)"
    r"\+?\(?\d(?:[\s().–/-]{0,3}\d){6,14}(?!\d)(?:,?\s?(?:x|ext\.?)\s?\d+)?"
    r"|(?<!\w)@\w{2,}",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:for\s+)?(?:media|press|news)\s+"
    r"(?:contacts?|inquir(?:y|ies)|enquir(?:y|ies)|office|relations|queries)"
    r"|(?:contactos?|oficina|consultas)\s+(?:de|para|con)\s+(?:la\s+|los\s+)?"
    r"(?:prensa|medios(?:\s+de\s+comunicación)?|comunicación)"
    r"|(?:more|further)\s+information|más\s+información|contacts?|contactos?",
    re.IGNORECASE,
)
# An instruction: "For more information about the report, please contact …".
_INSTRUCTION = re.compile(
    r"(?:(?:for\s+(?:more|further|additional)\s+information|to\s+learn\s+more"
    r"|(?:for|to)\s+(?:(?:an?|request|arrange|schedule)\s+)*(?:media\s+)?interviews?)"
    r"(?:\s+(?:about|on|regarding|or|with)\s[^.?!,:]{0,60}?)?[,:]?"
    r"\s+(?:please\s+)?(?:contact|visit|call|e-?mail|write|go\s+to)"
    r"|para\s+(?:más|mayor|obtener\s+más)\s+(?:información|informes)"
    r"(?:\s+(?:sobre|acerca|o)\s[^.?!,:]{0,60}?)?[,:]?\s+(?:por\s+favor,?\s+)?"
    r"(?:contact[ea]|comun[ií]|visit[ea]|escrib|llam|póngase|ponerse)\w*)\b",
    re.IGNORECASE,
)
_END_MARK = re.compile(r"(?:#\s*){2,}|[-–—~]*\s*(?:30|end|ends|fin)\s*[-–—~]+", re.IGNORECASE)

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SMALL_WORDS = re.compile(
    r"at|or|and|on|of|us|e-?mail|tel|(?:tele)?phone|cell|mobile|office|fax|web|website|ext"
    r"|o|y|en|al|a|de|del|la|el|los|las|correo|electrónico|teléfono|celular|móvil|oficina|sitio"
)


def is_contact(text: str) -> bool:
    """Whether the line or sentence serves only to say how somebody is reached, or ends it all."""
    if len(text) > _LONGEST:
        return False
    detailed = has_detail(text)
    label = _LABEL.match(text)
    rest = text[label.end() :].lstrip() if label else "…"
    if rest[:1] in ("", *":–—-") or (detailed and rest[0] in ",|("):
        return True
    if _INSTRUCTION.match(text):
        return detailed or text[-1] not in ".!?" or len(text.split()) <= _MOST_WORDS
    return (detailed and _only_details(text)) or is_end_mark(text)


def is_label(text: str) -> bool:
    """Whether a contact's name, address and number may follow on lines of their own."""
    return len(text) <= _LONGEST and bool(_LABEL.match(text) or _INSTRUCTION.match(text))


def has_detail(text: str) -> bool:
    """Whether there is an e-mail address, a telephone number, a web address or a handle in it."""
    return len(text) <= _LONGEST and _DETAIL.search(text) is not None


def is_end_mark(text: str) -> bool:
    """Whether the line is a release's end mark: `###`, `# # #`, `-30-`, `-FIN-`."""
    return len(text) <= _LONGEST and _END_MARK.fullmatch(text) is not None


def _only_details(text: str) -> bool:
    words = _WORD.findall(_DETAIL.sub(" ", text))
    return len(words) <= _MOST_WORDS and all(
        word[0].isupper() or _SMALL_WORDS.fullmatch(word) for word in words
    )
