"""How to use a medicine in a sentence, in the languages that have a file here: the signature of a prescription, or sig."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale
from babel.numbers import format_decimal

FILES = Path(__file__).parent
PLAIN = "en"


class Phrases(NamedTuple):
    """One language's words: a heading, the order of a sentence, how often, for how long, and what doses are counted in.

    `often` goes by GTSAbbreviation; `length` and each of `units` by the plural categories of Unicode CLDR.
    """

    head: str
    phrase: str
    often: Mapping[str, str]
    length: Mapping[str, str]
    units: Mapping[str, Mapping[str, str]]


@cache
def languages() -> tuple[str, ...]:
    """List the languages that there are phrases in, by code."""
    return tuple(sorted(path.stem for path in FILES.glob("*.toml")))


def nearest(language: str) -> str:
    """Choose the language to write in for somebody who speaks this one: de for de-CH; English where there is none."""
    short = language.replace("_", "-").split("-")[0].lower()
    return short if short in languages() else PLAIN


@cache
def phrases(language: str) -> Phrases:
    """Read the phrases of one of languages()."""
    return Phrases(**tomllib.loads((FILES / f"{language}.toml").read_text("utf-8")))


def sentence(language: str, dose: Decimal, unit: str, frequency: str, days: int) -> str:
    """Say a dose, how often and for how long in one of languages(); "" where a word for it is missing there."""
    said = phrases(language)
    if frequency not in said.often or unit not in said.units:
        return ""
    return said.phrase.format(
        dose=counted(language, dose, unit),
        often=said.often[frequency],
        length=_form(language, said.length, Decimal(days)).format(n=days),
    )


def counted(language: str, dose: Decimal, unit: str) -> str:
    """Count doses in one of languages(), such as 1,5 Tabletten; a unit without a word there is left as it is."""
    forms = phrases(language).units.get(unit)
    number = format_decimal(dose.normalize(), locale=language)
    return f"{number} {_form(language, forms, dose) if forms else unit}"


def _form(language: str, forms: Mapping[str, str], count: Decimal) -> str:
    plural: Any = Locale.parse(language).plural_form
    return forms.get(plural(count.normalize()), forms["other"])
