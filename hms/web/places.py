"""Countries, time zones and languages to choose from, as people call them."""

from functools import cache
from importlib import resources

from babel import Locale

from hms.texts import LANGUAGE, t
from hms.texts import languages as languages_of_texts

# Codes that are no country: unions, the unknown, and what only tests of software use.
NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
Choices = list[tuple[str, str]]


def countries() -> Choices:
    """List the countries by name, an empty choice first."""
    return _countries(LANGUAGE.get())


def zones() -> Choices:
    """List the time zones where people live, by region and city, UTC last."""
    return [("", t("Choose…")), *((name, name.replace("_", " ").replace("/", " / ")) for name in _zone_names())]


def languages() -> Choices:
    """List the languages that the clinic's screens speak."""
    return [("en", Locale("en").get_display_name() or "English")]


def message_languages() -> Choices:
    """List the languages that messages may be written in, each by its own name."""
    names = ((code, Locale.parse(code).get_display_name(code) or code) for code in languages_of_texts())
    return [(code, name[:1].upper() + name[1:]) for code, name in names]


@cache
def _countries(language: str) -> Choices:
    names = Locale.parse(language).territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code not in NO_COUNTRY]
    return [("", t("Choose…")), *sorted(found, key=lambda country: country[1])]


@cache
def _zone_names() -> tuple[str, ...]:
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    names = {line.split("\t")[2] for line in table.splitlines() if line and not line.startswith("#")}
    return (*sorted(names), "UTC")
