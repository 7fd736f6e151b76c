"""What somebody types for a diagnosis: a code, or words in any order, each perhaps only begun."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

SAID = Path(__file__).with_name("said.toml")
CODE = re.compile(r"[A-Z][0-9][0-9A-Z]?(\.?[0-9A-Z]{0,4})?", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 8
# British spellings beside the list's American ones.
BRITISH = (("aem", "em"), ("haem", "hem"), ("oed", "ed"), ("oes", "es"), ("oea", "ea"), ("paed", "ped"), ("gynae", "gyne"),
           ("tumour", "tumor"), ("faec", "fec"), ("caec", "cec"), ("coeli", "celi"), ("foet", "fet"), ("anaes", "anes"))  # fmt: skip


@cache
def _said() -> dict[str, str]:
    return {typed: str(meant) for typed, meant in tomllib.loads(SAID.read_text("utf-8")).items()}


def code(typed: str) -> str:
    """Read a code or the begin of one, with or without its dot; gives it without, "" where it is none."""
    bare = typed.strip()
    return bare.replace(".", "").upper() if CODE.fullmatch(bare) else ""


@lru_cache(maxsize=256)  # one search asks for the same several times
def words(typed: str) -> list[tuple[str, ...]]:
    """Read words, without marks and in small letters: each as the begins that may stand for it. Empty for nothing."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", typed.casefold()) if not unicodedata.combining(c))
    plain = " ".join(WORD.findall(plain))
    listed = WORD.findall(_said().get(plain, plain))
    return [_ways(word) for word in dict.fromkeys(listed[:MOST_WORDS])]


def _ways(word: str) -> tuple[str, ...]:
    ways = [word]
    american = word
    for british, other in BRITISH:
        american = american.replace(british, other)
    ways.append(american)
    if len(american) > 4 and american.endswith("s"):
        ways.append(american[:-1])  # one instead of several
    return tuple(dict.fromkeys(ways))


def parts(text: str) -> frozenset[str]:
    """Take a text of the list apart into its words."""
    return frozenset(WORD.findall(text.casefold()))


def fits(text: str, sought: list[tuple[str, ...]]) -> bool:
    """Tell whether every word that is sought begins some word of a text."""
    there = parts(text)
    return all(any(one.startswith(ways) for one in there) for ways in sought)
