"""The one function through which every text reaches a reader."""

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locales"
LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("hms", LOCALES, languages=[language], fallback=True)


def t(text: str, **values: object) -> str:
    """Say a text in the reader's language, with its {names} filled in; English where no translation is known."""
    said = _catalogue(LANGUAGE.get()).gettext(text)
    return said.format(**values) if values else said
