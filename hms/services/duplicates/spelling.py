"""Names in one spelling for all: Latin letters, no accents, no case, nothing invisible; and how two of them sound."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA, JaroWinkler

from hms.services.duplicates.nicknames import are_nicknames

# Letters of other alphabets that look like Latin ones, for words in which both stand: nobody's name is written so.
LOOK_ALIKE = str.maketrans("авекмнорстухіјѕԁһӏαβεικνορτυχ", "abekmhopctyxijsdhlabeiknoptux")
LATIN, WORD = re.compile(r"[a-z]"), re.compile(r"[^\W_]+")
JOINED = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")  # O'Brien is obrien here, as many type it
SOUNDS = (
    ("ph|v|^w", "f"), ("ck|q|c|g", "k"), ("z|x", "s"), ("d", "t"), ("b", "p"), ("^j", "y"), ("(?<!^)[aeiouyhwj]+", ""),
)  # fmt: skip
SAME_SOUND = tuple((re.compile(pattern), sound) for pattern, sound in SOUNDS)
TYPO, ALIKE, SIMILAR = 0.95, 0.90, 0.84


@lru_cache(maxsize=50_000)
def words(name: str) -> tuple[str, ...]:
    """Split a name into its words, each in plain Latin letters; signs, emoji and what cannot be seen are left out."""
    seen = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not _hidden(c))
    return tuple(filter(None, (_latin(word) for word in WORD.findall(JOINED.sub("", seen)))))


def _hidden(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind in {"Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"} and character not in "\t\n\r"


def _latin(word: str) -> str:
    if word.isascii():
        return word
    mixed = word.translate(LOOK_ALIKE) if LATIN.search(word) else word
    return "".join(c for c in anyascii(mixed).casefold() if c.isalnum())


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """Reduce a word to how it sounds: its first letter and the consonants, those that sound alike as one."""
    rest = word
    for pattern, same in SAME_SOUND:
        rest = pattern.sub(same, rest)
    return re.sub(r"(.)\1+", r"\1", rest)


@lru_cache(maxsize=200_000)
def alikeness(one: str, other: str) -> float:
    """Say how alike two words are: 1 the same, over TYPO a nickname or a typing error, over ALIKE one that sounds so."""
    if one == other or are_nicknames(one, other):
        return 1.0 if one == other else 0.97
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == 1:
        return 0.93 if longer.startswith(shorter) else 0.0  # an initial
    errors = OSA.distance(one, other, score_cutoff=2)
    if (errors == 1 and len(shorter) > 3) or (errors == 2 and len(shorter) > 7):
        return 0.96
    close = JaroWinkler.similarity(one, other)
    if sound(one) == sound(other) and len(sound(one)) > 1 and close > 0.8:
        close = max(close, 0.94)
    elif len(shorter) > 3 and longer.startswith(shorter):
        close = max(close, 0.92)  # cut short, or written in one word
    return min(close, 0.94)
