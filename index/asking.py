"""The words in which questions are put, besides their subject; all in small plain letters."""

import re

# Signs that stand, each for one character, in the place of what has been read already.
ORGANISATION, NAME, TIME = "\x02", "\x01", "\x03"

ORG = rf"(?:{ORGANISATION}+)"
WHO = rf"(?:{ORGANISATION}+|{NAME}+|they|you|it|he|she|ustedes|ellos|ella|el)"
WHEN = rf"(?:{TIME}+)"

DO = r"(?:did|didn't|does|doesn't|do|has|hasn't|have|had|would|will|could|should)"
BE = r"(?:is|isn't|was|wasn't|are|were|what's)"
AUX = rf"(?:{DO}|{BE})"
ADVERBS = (
    r"(?: (?:ever|actually|really|also|just|publicly|officially|specifically|explicitly|already"
    r"|previously|first|recently|currently|still|now|not|never|once|no|tambien|realmente|ya"
    r"|publicamente|oficialmente|recientemente|actualmente)){0,3}"
)
SAY = (
    r"(?:says?|said|saying|tells?|told|states?|stated|comment(?:s|ed|ing)?"
    r"|respond(?:s|ed|ing)?|react(?:s|ed|ing)?|reply|replied|testif(?:y|ied|ying)|argue[sd]?"
    r"|warn(?:s|ed)?|tweet(?:s|ed)?|mention(?:s|ed)?|speak|spoke|spoken|remark(?:s|ed)?"
    r"|weigh(?:ed)? in)"
)
THINK = r"(?:thinks?|thought|believes?|believed|feels?|felt)"
PUBLISH = (
    r"(?:publish(?:es|ed)?|announce[sd]?|release[sd]?|issue[sd]?|put out|writes?|wrote|written"
    r"|declare[sd]?|recommend(?:s|ed)?|urge[sd]?|demand(?:s|ed)?|propose[sd]?"
    r"|(?:ask|call)(?:s|ed)? for|public[oa]|anunci[oa]|escribio|recomendo|recomienda|propuso"
    r"|propone|exigio|exige|pidio|pide)"
)
DECIR = (
    r"(?:dij(?:o|eron)|dicen?|decia|(?:ha|han|habia) (?:dicho|declarado|comentado|respondido"
    r"|afirmado|opinado|expresado|manifestado|advertido|publicado)|declar[oa]|coment[oa]"
    r"|respondio|responde|afirm[oa]|advirtio|advierte|asegur[oa]|explico|expreso"
    r"|manifesto|reacciono|testifico|tuiteo|senalo)"
)
OPINAR = r"(?:opin(?:a|o|aba|an)|piensan?|penso|pensaba|creen?|creia)"
ANYTHING = r"(?: (?:anything|something|much|algo|nada|publicly|publicamente)){0,2}"

# Words that somebody is on record with.
SAYING = (
    r"(?:statements?|statments?|stament|(?:press |news )?releases?|comments?|remarks?"
    r"|testimon(?:y|ies)|quotes?|quotations?|words|speech(?:es)?|tweets?|op-?eds?|fact sheets?"
    r"|declaracion(?:es)?|comunicados?(?: de prensa)?|comentarios?|testimonios?|citas?"
    r"|pronunciamientos?|palabras|discursos?)"
)
# Views that may be asked for by name.
VIEW = (
    r"(?:positions?|postions?|posision|stances?|viewpoints?|opinions?|views?|reactions?|responses?"
    r"|posicion(?:es)?|posturas?|opinion(?:es)?|reaccion(?:es)?|respuestas?)"
)
NOUN = rf"(?:{SAYING}|{VIEW})"
ABOUT = (
    r"(?:about|abt|on|regarding|concerning|in response to|sobre|acerca del?|respecto al?"
    r"|con respecto al?|en cuanto al?)"
)

# What leads to the thing asked for.
FUNCTION = frozenset(
    """
    a about all an and any anything are ask be been by can could did do does find for from get give
    has have hi hello i in is it its know list looking me of on or our please re read s see send
    show so some something tell that the their there these they this to us want was were what
    what's whats when where when which who who's will with would you your
    algo alguna algunas alguno algun algunos al con cual cuales como da dame de del dime el en es
    esta este esto estos fue fueron ha han hay hola la las lo los me mostrar muestrame nos o para
    por pero q que quiero se sobre son su sus toda todas todos tu un una unas unos y busca buscar
    official public recent latest newest most current past own oficial oficiales publica publicas
    publico publicos reciente recientes ultima ultimas ultimo ultimos actual mas
    """.split()
)
_LED = "|".join(sorted(map(re.escape, FUNCTION), key=len, reverse=True))
_SIGNS = f"{NAME}{ORGANISATION}{TIME}"
NO_WORD = rf"[^\w{_SIGNS}]*+"
BEGIN = rf"^{NO_WORD}"
LEADING_WORDS = rf"(?:(?:{_LED}|[{NAME}{ORGANISATION}]+(?:'s|')?)[ ,:]+){{0,12}}"
LEADING = rf"{BEGIN}{LEADING_WORDS}"
END = rf"{NO_WORD}$"


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of whole words."""
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def masked(plain: str, start: int, end: int, sign: str) -> str:
    """A question with a sign in place of each character from `start` to `end`."""
    return plain[:start] + sign * (end - start) + plain[end:]
