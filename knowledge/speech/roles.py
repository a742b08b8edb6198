"""What a person may be called for what they do or are, in English and in Spanish."""

import re
from collections.abc import Sequence
from enum import Enum, auto

from knowledge.speech.grammar import PREPOSITIONS


class Role(Enum):
    """What a word for a person says about whom they speak for."""

    staff = auto()
    """Somebody with a post: they speak for whom the post is with."""
    public = auto()
    """Somebody in a public office, who speaks for no charity."""
    personal = auto()
    """Somebody who speaks for themselves."""
    loose = auto()
    """Somebody close to an organisation who does not speak for it, but for themselves."""
    related = auto()
    """Somebody to somebody else, which does not tell for whom they speak."""
    courtesy = auto()
    """A form of address, which says nothing."""


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


_TABLES = {
    Role.staff: _words("""
        president vice-president director ceo chief officer head founder co-founder cofounder chair
        chairman chairwoman chairperson co-chair trustee counsel attorney lawyer paralegal advocate
        manager coordinator co-ordinator spokesperson spokesman spokeswoman secretary treasurer
        analyst adviser advisor specialist worker nurse doctor physician midwife teacher captain
        commander researcher expert associate supervisor organizer organiser member administrator
        superintendent principal psychologist therapist interpreter cook engineer pilot librarian
        strategist professor accountant caseworker counselor counsellor lead master deputy
        inspector officer warden detective dean rector provost curator registrar host leader elder
        economist pharmacist dentist psychiatrist lobbyist machinist columnist scientist
        employee staffer official agent translator editor producer surgeon clinician
        presidente presidenta vicepresidente vicepresidenta director directora subdirector
        subdirectora jefe jefa fundador fundadora cofundador cofundadora coordinador coordinadora
        abogado abogada portavoz vocero vocera asesor asesora responsable encargado encargada
        secretario secretaria tesorero tesorera gerente gerenta trabajador trabajadora enfermero
        enfermera maestro maestra profesor profesora médico médica doctora capitán capitana
        comandante representante investigador investigadora experto experta especialista psicólogo
        psicóloga miembro inspector inspectora ingeniero ingeniera arquitecto arquitecta rector
        rectora decano decana defensor defensora delegado delegada titular funcionario funcionaria
        farero farera agente oficial líder cocinero cocinera administrador administradora analista
    """),
    Role.public: _words("""
        senator sen representative rep congressman congresswoman congressmember governor gov mayor
        senators representatives minister premier chancellor judge justice sheriff ambassador bishop
        archbishop cardinal
        assemblyman assemblywoman assemblymember councilman councilwoman councilmember councilor
        councillor lawmaker legislator delegate commissioner alderman alderwoman prosecutor mp
        congressperson magistrate undersecretary lieutenant colonel sergeant speaker
        senador senadora diputado diputada gobernador gobernadora alcalde alcaldesa ministro
        ministra viceministro viceministra juez jueza congresista legislador legisladora embajador
        embajadora obispo arzobispo comisionado comisionada concejal concejala fiscal canciller
        asambleísta magistrado magistrada prefecto
    """),
    Role.personal: _words("""
        mother father parent boy girl child teen teenager teen-ager student pupil client survivor
        refugee migrant resident neighbor neighbour fisherman fisherwoman widow widower orphan youth
        youngster man woman guard owner merchant shopkeeper actor actress singer author writer
        journalist reporter critic opponent sailor farmer carpenter baker tailor shipwright driver
        passenger witness protester bystander clerk priest pastor nun poet painter musician composer
        filmmaker photographer blogger activist newcomer detainee seeker caller guardian caregiver
        toddler baby infant kid novelist artist guitarist pianist violinist cyclist motorist typist
        classmate roommate stranger visitor tenant soldier lady gentleman emcee moderator comedian
        chef designer presenter broadcaster playwright sculptor dancer athlete chaplain rabbi imam
        deacon trader broker banker developer investor entrepreneur industrialist philanthropist
        historian archivist geographer builder welder deckhand miner butcher brewer printer
        bookseller barber weaver docker stevedore ferryman boatman lifeguard firefighter paramedic
        veteran pensioner retiree influencer celebrity madre padre niño niña joven adolescente
        alumno alumna estudiante cliente clienta sobreviviente refugiado refugiada migrante vecino
        vecina pescador pescadora viudo viuda huérfano huérfana hombre mujer dueño dueña propietario
        propietaria armador armadora comerciante actor actriz cantante escritor escritora periodista
        marinero marinera guardia testigo residente sacerdote párroco poeta pintor pintora músico
        activista bebé chico chica muchacho muchacha detenido detenida
    """),
    Role.loose: _words("""
        partner volunteer supporter donor ally friend fellow intern alumna alumnus graduate
        beneficiary benefactor sponsor funder grantee contractor consultant landlord supplier socio
        socia voluntario voluntaria donante aliado aliada amigo amiga becario becaria pasante
        exalumno exalumna beneficiario beneficiaria patrocinador patrocinadora proveedor
    """),
    Role.related: _words("""
        sister brother son daughter grandmother grandfather aunt uncle cousin wife husband niece
        nephew twin sibling girlfriend boyfriend grandchild hermano hermana hijo hija abuelo abuela
        tío tía primo prima esposo esposa marido nieto nieta sobrino sobrina colleague predecessor
        successor compañero compañera
    """),
    Role.courtesy: _words("""
        mr mrs ms miss mx dr prof rev reverend dra sr sra srta señor señora señorita don doña lic
        ing
    """),
}
_ROLES = {word: role for role, table in _TABLES.items() for word in table}
_NOUN = re.compile(r"\w{3,}(?:ologist|ician|maker|keeper|master|monger)")
_OCCUPATION = re.compile(r"\w{3,}(?:tor|sor|eer|ist|er)")
_GIVEN = _words("""
    victor viktor hector néstor nestor castor salvador oliver walter peter alexander jennifer esther
    heather roger christopher xavier javier olivier jasper harper parker tyler hunter spencer amber
    homer luther lester chester gunther günther rainer werner sander nader kader piper cooper dieter
    pieter gerber alister jupiter ester carter carver archer asher skyler ryder connor taylor
""")
_SHORT = {
    "sen": "senator",
    "sens": "senator",
    "reps": "representative",
    "rep": "representative",
    "gov": "governor",
}

_FORMER = _words("""
    former formerly ex then-president retired late onetime one-time erstwhile deceased
    antiguo antigua
""")
# What a post may be qualified with, and the fields it may be over.
_FIELDS = _words("""
    executive deputy senior vice chief general national interim acting managing associate assistant
    founding regional legal medical clinical social special principal lead head staff board program
    programs programme programmes policy advocacy services communications operations development
    research international affairs government relations protection education health finance
    directors trustees governors outreach litigation strategy impact media press external public
    human resources counsel
    ejecutivo ejecutiva nacional adjunto adjunta interino interina jurídico jurídica político
    política políticas programas comunicación comunicaciones operaciones incidencia protección
    salud educación finanzas legales
""")

_FEMININE = _words("""
    chairwoman spokeswoman congresswoman assemblywoman councilwoman alderwoman mother sister
    daughter girl fisherwoman widow grandmother aunt wife woman actress nun midwife mrs ms miss
    alcaldesa actriz mujer madre sra srta señora señorita doña dra
""")
_MASCULINE = _words("""
    chairman spokesman congressman assemblyman councilman alderman father brother boy widower
    grandfather uncle husband man mr capitán señor sr don alcalde padre hombre marido
""")
_ENGLISH_TOO = _words("president director doctor client dr")


def lemma(word: str) -> str:
    """The word as the tables have it: `Sen.` is `senator`, `ex-director` is `director`."""
    low = word.lower().rstrip(".")
    if low.startswith("ex") and low.removeprefix("ex").lstrip("-") in _ROLES:
        low = low.removeprefix("ex").lstrip("-")
    return _SHORT.get(low, low)


def role(word: str) -> Role | None:
    """What the word calls a person, if it does."""
    low = lemma(word)
    found = _ROLES.get(low)
    return found or (Role.staff if _NOUN.fullmatch(low) else None)


def is_occupation(word: str) -> bool:
    """Whether a word looks like what somebody does, as `Operator` does, and like no given name."""
    low = word.lower()
    return _OCCUPATION.fullmatch(low) is not None and low not in _GIVEN


def heads(phrase: Sequence[str]) -> list[str]:
    """The words of a phrase that call somebody by a post: `mayor` of `mayor of the captain`."""
    found: list[str] = []
    for word in phrase:
        if role(word):
            found.append(word)
        elif found and word.lower() in PREPOSITIONS:
            break
    return found


def is_former(word: str) -> bool:
    """Whether the word says that a post is no longer held: `former`, `exdirectora`."""
    low = word.lower().rstrip(".")
    return low in _FORMER or (low.startswith("ex") and low not in _ROLES and lemma(word) in _ROLES)


def is_field(word: str) -> bool:
    """Whether the word qualifies a post: `executive`, `policy`, `general`."""
    return word.lower() in _FIELDS


def gender(word: str) -> str | None:
    """`f` or `m` where the word tells, as `chairwoman` and `ministro` do."""
    low = lemma(word)
    stem = low[:-1]
    if low in _FEMININE or (low[-1:] == "a" and {stem, stem + "o", stem + "e"} & _ROLES.keys()):
        return "f"
    paired = low + "a" in _ROLES or (low[-1:] == "o" and stem + "a" in _ROLES)
    return "m" if low in _MASCULINE or (paired and low not in _ENGLISH_TOO) else None
