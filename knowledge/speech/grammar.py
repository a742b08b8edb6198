"""The small words of English and Spanish, by what they do in a sentence."""


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


DETERMINERS = _words("""
    the a an its his her their our your my this another
    el la los las un una su sus nuestro nuestra otro otra
""")
INDEFINITE = _words("a an another un una otro otra")
PREPOSITIONS = _words("""
    of at for from with by to about against like on in than between among behind near without
    toward towards over after before during through until outside inside across within
    de del a con en para por contra sobre entre ante según sin desde hasta hacia durante tras bajo
""")
WITHIN = _words("of at for de del en para")
"""Prepositions between a post and whom it is with."""
JOINING = _words("and y e & or o u")
CLAUSE = _words("""
    and but or nor so yet that when where while as because since if though although what whether
    which then also meanwhile however yesterday today later earlier
    y pero que cuando donde mientras como porque pues si aunque ayer hoy mañana después luego
    además también lo según
""")
"""What begins a clause, its subject next."""
TIMES = _words("""
    week month year morning evening night afternoon day time semana mes año tarde noche día
""")
SOMEBODY = _words("someone somebody anyone another one alguien uno")
"""Words for a person who is not named."""
RELATIVE = _words("who whom whose quien quienes que cuyo cuya")
PARTICLES = _words("de del la las los van von der den da das dos di bin ibn al el")
"""What may stand within a name."""
DATES = _words("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december
    lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio
    agosto septiembre octubre noviembre diciembre
""")
FIRST_PERSON = _words("i i’m i’ve i’d i’ll i'm i've i'd i'll")
NEGATED_OR_PASSIVE = _words("""
    was were be been being is are am not never nor fue es ser sido son fueron no nunca
""")
"""What before a verb takes its subject away: `was told`, `never said`."""
FINITE = _words("""
    was were is are had has have would will could should might did does
    era fue es son había ha han sería estaba está
""")
_AUXILIARIES = _words("""
    has have had also later then again quickly already once further recently simply quietly often
    always ha había también luego después ya siempre además me te le les nos se lo
""")
_ADVERBIALS = _words("""
    in at on during after before to of about from when while last this yesterday today tonight
    monday tuesday wednesday thursday friday saturday sunday later again as by via through
    afterwards earlier reporters recently flatly simply quietly outside inside upon following with
    en a al ante durante tras sobre hoy ayer este esta desde después antes por con entre mediante
    sin para luego lunes martes miércoles jueves viernes sábado domingo
""")
_PRONOUNS = {"he": "m", "she": "f", "él": "m", "ella": "f"}


def is_auxiliary(word: str) -> bool:
    """Whether the word may stand between a subject and its verb: `also`, `has`, `le`."""
    return word in _AUXILIARIES or (len(word) > len("only") and word.endswith("ly"))


def is_adverbial(word: str) -> bool:
    """Whether the word may begin what says when, where or to whom something was said."""
    return word in _ADVERBIALS


def pronoun(word: str) -> str | None:
    """The gender of a pronoun for one person, `f` or `m`; None for every other word."""
    return _PRONOUNS.get(word)
