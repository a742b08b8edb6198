"""The words that tell that somebody speaks, in English and in Spanish."""


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


# What a sentence without quotation marks may report with, too.
_TELLING = _words("""
    said says added adds noted notes warned warns stressed stresses urged urges argued argues
    explained explains acknowledged acknowledges replied replies declared declares stated states
    insisted insists emphasized emphasizes emphasised predicted predicts testified concluded
    reiterated observed observes remarked contended contends admitted admits confirmed told tells
    cautioned cautions answered answers reported reports announced announces
""")
_TELLING_SPANISH = _words("""
    dijo dice añadió añade agregó agrega señaló señala afirmó afirma explicó explica advirtió
    advierte sostuvo sostiene aseguró asegura declaró declara subrayó subraya insistió insiste
    indicó indica manifestó manifiesta expresó expresa reiteró reitera comentó comenta denunció
    denuncia concluyó concluye destacó destaca apuntó apunta aclaró aclara admitió admite reconoció
    reconoce respondió responde precisó precisa puntualizó
    recordó recuerda aseveró asevera recalcó recalca resaltó resalta abundó informó informa
    anunció anuncia adelantó adelanta
""")
# What only goes with the words themselves.
_QUOTING = _words("""
    asked asks wrote writes called calls recalled recalls responded responds
    promised promises continued continues quipped joked commented lamented pleaded demanded shouted
    whispered wondered begged agreed agrees claimed claims maintained maintains described describes
    tweeted tweets posted posts jokes objected countered counters confessed remembers remembered
    exclaimed insisted protested mused repeated repeats advised advises
    suggested suggests sighed laughed cried snapped muttered recounted recounts echoed concurred
""")
_QUOTING_SPANISH = _words("""
    preguntó pregunta contestó contesta contó cuenta escribió escribe relató relata
    exigió exige lamentó lamenta prosiguió continuó confesó confiesa exclamó repitió repite opinó
    opina matizó enfatizó pidió pide prometió calificó llamó zanjó remachó resumió
    replicó replica bromeó bromea exclama prosigue continúa celebró celebra criticó critica tuiteó
    resume lanzó ironizó aconsejó sugirió suspiró
""")
_WITH_THAT = (
    _words("""
    added adds concluded observed observes confirmed announced announces reported reports declared
    answered answers
""")
    | _TELLING_SPANISH
)
_PHRASAL = {
    "put": "it",
    "puts": "it",
    "shot": "back",
    "fired": "back",
    "pointed": "out",
    "points": "out",
    "went": "on",
    "goes": "on",
    "chimed": "in",
}
_AFTER_ITS_SUBJECT = _words("told tells called calls described describes promised promises")
_SPANISH = _TELLING_SPANISH | _QUOTING_SPANISH
_REPORTS = _TELLING | _QUOTING | _SPANISH
_STATEMENTS = _words("statement response comment declaration declaración comunicado mensaje")
_ISSUES = _words("issued released made gave emitió publicó difundió hizo")


def is_report(word: str) -> bool:
    """Whether the word is a finite verb of speaking: `said`, `called`, `dijo`."""
    return word in _REPORTS


def is_phrasal(word: str, following: str = "") -> bool:
    """Whether two words are a verb of speaking together: `puts it`, `shot back`."""
    return _PHRASAL.get(word) == following


def is_telling(word: str) -> bool:
    """Whether the verb also reports what is not in quotation marks: `warned that …`."""
    return word in _TELLING or word in _TELLING_SPANISH


def needs_that(word: str) -> bool:
    """Whether the verb reports words only with `that`: `added that …`, not `added a clause`."""
    return word in _WITH_THAT


def is_inverted(word: str) -> bool:
    """Whether the verb may stand before its subject: `“…,” said Roe`."""
    return word in _REPORTS and word not in _AFTER_ITS_SUBJECT


def is_spanish(word: str) -> bool:
    """Whether it is a Spanish verb of speaking, which may stand without a subject."""
    return word in _SPANISH


def is_issuing(word: str) -> bool:
    """Whether the verb may have a statement for its object: `issued the following statement`."""
    return word in _ISSUES


def is_statement(word: str) -> bool:
    """Whether the word is for what is issued: `statement`, `comunicado`."""
    return word in _STATEMENTS
