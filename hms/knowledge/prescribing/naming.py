"""What people write read as ingredients and classes: names, synonyms, brand names, and one wrong letter in a long one."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from hms.knowledge.prescribing.reading import DATA, knowledge

LONG = 7  # letters from which on one may be wrong: shorter names are too near to each other
WORDS = 5  # of the longest name
NOT = frozenset({"no", "not", "never", "denies", "tolerates", "tolerated", "without", "former", "formerly", "outgrown"})
LOCAL = frozenset(
    {
        "cream", "gel", "ointment", "lotion", "eye", "ear", "drops", "shampoo", "topical", "ophthalmic", "otic", "nasal",
        "inhaler", "inhalation", "inhalant", "spray", "foam",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """What a text was read as. `nothing` where it says that there is nothing, or names what is no medicine."""

    ingredients: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    nothing: bool = False
    local: bool = False

    @property
    def understood(self) -> bool:
        """Tell whether it was read as anything."""
        return bool(self.ingredients or self.classes or self.nothing)


def plain(text: str) -> str:
    """Spell a text in small letters without marks, with single spaces for all else."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(one for one in letters if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


@cache
def _names() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Map each name to the ingredients and classes that have it."""
    found: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for one in knowledge().ingredients.values():
        for name in {plain(one.name), *map(plain, one.also), plain(one.key)}:
            found[name][0].append(one.key)
    for key, group in knowledge().groups.items():
        for name in {plain(group.name), *map(plain, group.also)}:
            found[name][1].append(key)
    return {name: (tuple(ingredients), tuple(classes)) for name, (ingredients, classes) in found.items()}


@cache
def _no_medicines() -> frozenset[str]:
    lines = (DATA / "not_medicines.txt").read_text("utf-8").splitlines()
    return frozenset(plain(line) for line in lines if line and not line.startswith("#"))


@cache
def _long_names() -> list[str]:
    return [name for name in _names() if len(name) >= LONG and " " not in name]


@lru_cache(maxsize=4096)
def read(text: str) -> Read:
    """Read a text: the longest names first, each word used once. What denies is never read as a name."""
    words = plain(text).split()
    if " ".join(words) in _no_medicines():
        return Read(nothing=True)
    if NOT & set(words):
        return Read()
    ingredients: dict[str, None] = {}
    classes: dict[str, None] = {}
    other, at = False, 0
    while at < len(words):
        length, name = _longest(words, at)
        if name in _names():
            ingredients |= dict.fromkeys(_names()[name][0])
            classes |= dict.fromkeys(_names()[name][1])
        other = other or name in _no_medicines()
        at += length
    nothing = other and not ingredients and not classes
    return Read(tuple(ingredients), tuple(classes), nothing, bool(LOCAL & set(words)))


def _longest(words: list[str], at: int) -> tuple[int, str]:
    """Find the longest name that begins at a word; how many words it has, and the name, "" where there is none."""
    for length in range(min(WORDS, len(words) - at), 0, -1):
        name = " ".join(words[at : at + length])
        if name in _names() or name in _no_medicines():
            return length, name
    return 1, _nearly(words[at])


def _nearly(word: str) -> str:
    if len(word) < LONG:
        return ""
    found = extractOne(word, _long_names(), scorer=OSA.distance, score_cutoff=1)
    return str(found[0]) if found else ""
