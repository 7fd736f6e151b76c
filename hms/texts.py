"""The one function through which every text reaches a reader."""

from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locales"
SOURCE = "en"  # the language that the texts are written in
LANGUAGE: ContextVar[str] = ContextVar("language", default=SOURCE)


@cache
def languages() -> tuple[str, ...]:
    """List the languages that there is a catalogue for, and the one that the texts are written in."""
    return (SOURCE, *sorted(folder.name for folder in LOCALES.iterdir() if folder.is_dir()))


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    if language == SOURCE or language not in languages():
        return {}
    from babel.messages.pofile import read_po  # noqa: PLC0415 - heavy

    with (LOCALES / language / "LC_MESSAGES" / "hms.po").open("rb") as file:
        return {str(said.id): str(said.string) for said in read_po(file) if said.id and said.string}


def t(text: str, **values: object) -> str:
    """Say a text in the reader's language, with its {names} filled in; English where no translation is known."""
    said = _catalogue(LANGUAGE.get()).get(text, text)
    return said.format(**values) if values else said
