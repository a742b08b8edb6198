"""Every word that is the bot's own, in each language."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import get_args

from knowledge.language import Language
from knowledge.yaml_mapping import YamlMapping

LANGUAGES: tuple[Language, ...] = get_args(Language)


@lru_cache(maxsize=1)
def phrases() -> Mapping[str, Mapping[str, str]]:
    """The phrases by language, then by key: text with `{slots}`."""
    return MappingProxyType({language: _read(language) for language in LANGUAGES})


def _read(language: str) -> Mapping[str, str]:
    name = f"{language}.yaml"
    written = files(__name__).joinpath(name).read_text("utf-8")
    return MappingProxyType(YamlMapping(written, name).values)
