"""The languages that people speak, as they are called in the reader's own."""

from functools import cache

from babel import Locale

from hms.texts import LANGUAGE, t

# Beside those with a code of two letters: what many people speak and only has three.
MORE = frozenset({"ceb", "ckb", "fil", "gsw", "haw", "hmn", "kab", "mni", "pap", "sat", "tet", "tzm", "yue", "wuu"})
SIGNED = "sgn"  # ISO 639-2: any sign language
OLD = frozenset({"ae", "cu", "ie", "io", "pi", "sa", "vo"})  # written or made up, nobody's mother tongue


def languages() -> list[tuple[str, str]]:
    """List (code, name) of the languages that people speak, by name."""
    return _listed(LANGUAGE.get())


@cache
def _listed(reader: str) -> list[tuple[str, str]]:
    known = Locale.parse(reader).languages
    found = [(code, name) for code, name in known.items() if (len(code) == 2 and code not in OLD) or code in MORE]
    named = [(code, name[:1].upper() + name[1:]) for code, name in found]
    return [*sorted(named, key=lambda one: one[1]), (SIGNED, t("Sign language"))]


def language_name(code: str) -> str:
    """Name a language; its code where it is not known here, "" for none."""
    short = code.replace("_", "-").split("-")[0]
    return dict(languages()).get(short, code)
