"""What a full stop behind a word may mean, in English and in Spanish."""

import re
from enum import Enum, auto


class Stop(Enum):
    """What the full stop behind a word may mean."""

    end = auto()
    """The end of a sentence."""
    initial = auto()
    """An initial of a name, seldom a sentence's last letter."""
    leading = auto()
    """An abbreviation that is always followed by what it belongs to."""
    numbered = auto()
    """An abbreviation if a number follows, else the end of a sentence."""
    either = auto()
    """An abbreviation, and perhaps the end of a sentence as well."""


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


_LEADING = _words("""
    mr mrs ms mx messrs mmes dr drs dra sen sens rep reps gov govs gen col lt sgt capt cmdr adm maj
    prof rev hon pres supt atty insp amb fr v vs cf viz e.g i.e eg ie
    sra sras sres srta dña dª lic ing arq mons gral cnel excmo excma ilmo ilma cd ej ee
    profr profra mtro mtra fco gpe
""")
# Written with one capital; otherwise it is a word, or a state.
_LEADING_CAPITALISED = _words("Ma")
_NUMBERED = _words("""
    no nos sec secs art arts fig figs vol vols ch chs par pars p pp pg ca approx ext stat cl
    núm núms pág págs párr cap caps tel aprox
""")
_EITHER = _words("""
    jr sr esq inc corp ltd llc bros cía dept depto assn univ ave av avda blvd est al pub supp cir
    ibid uu ud uds vd vds jan feb apr aug sept sep oct nov
    ala ariz ark calif colo conn fla kan ky md mich minn mont neb nev okla penn tenn tex vt wis wyo
""")
# Written with a capital; without it, these are words.
_EITHER_CAPITALISED = _words("""
    St Mt Ft Co Cos Rd Dist App Fed Reg Cong Mar Dec Ga Ill Ind La Mass Miss Mo Ore Pa Va Wash
""")
# Words that seldom continue a name, so that behind an abbreviation they begin a sentence.
_STARTERS = _words("""
    a an the this that these those it its he she they we you our their his her my your i there here
    but and or nor so yet if when while as because although though since after before during until
    unless in on at by for from with without through among between to who what why how where which
    is are was were do does did has have had can could would should must not no also however
    moreover additionally furthermore meanwhile today yesterday earlier later now then thus
    therefore instead still many most some several each every both please let once according
    despite rather even only such nearly almost more children kids families people parents
    el la los las un una unos unas este esta estos estas ese esa esto eso lo su sus nuestro nuestra
    nuestros nuestras él ella ellos ellas nosotros nosotras usted ustedes yo y pero sin si cuando
    mientras como porque aunque desde después antes durante hasta en con por para de del al ante
    entre según sobre tras que quien quién qué cómo cuándo dónde cuál también además asimismo hoy
    ayer ahora entonces así muchos muchas algunos algunas cada todo toda todos todas más es son fue
    fueron está están ha han hay debe deben puede pueden niñas niños familias
""")
_NAME_PARTICLES = _words("de del la las los el y")

_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_ROMAN = re.compile(r"[IVXLC]+")


def stop(word: str) -> Stop:
    """What a full stop behind `word` may mean."""
    folded = word.lower()
    if folded in _LEADING or word in _LEADING_CAPITALISED:
        return Stop.leading
    if len(word) == 1 and word.isalpha():
        return Stop.initial if word.isupper() else Stop.numbered
    if folded in _EITHER or word in _EITHER_CAPITALISED or _ACRONYM.fullmatch(word):
        return Stop.either
    return Stop.numbered if folded in _NUMBERED else Stop.end


def ends_sentence(word: str, lead: str, following: str) -> bool:
    """Whether the full stop behind `word` ends its sentence.

    `following` is the next word, which has no small initial, and `lead` the quotes, brackets and
    signs before it.
    """
    meaning = stop(word)
    if meaning is Stop.numbered:
        return not ("§" in lead or "#" in lead or _is_number(following, after=word))
    starts = is_starter(following) or "¿" in lead or "¡" in lead
    if meaning is Stop.initial:
        return starts and following.lower() not in _NAME_PARTICLES
    return meaning is Stop.end or (meaning is Stop.either and starts)


def is_starter(word: str) -> bool:
    """Whether `word` seldom continues a name, and so begins a sentence behind an abbreviation."""
    return word.lower() in _STARTERS


def _is_number(word: str, *, after: str) -> bool:
    roman = after.lower() != "no" and _ROMAN.fullmatch(word.rstrip("."))
    return word[0].isdigit() or bool(roman)
