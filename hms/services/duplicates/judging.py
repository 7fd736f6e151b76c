"""How likely two people are one, from how their fields compare."""

from collections.abc import Callable, Sequence
from math import prod
from typing import NamedTuple

from hms.services.duplicates import weights
from hms.services.duplicates.comparing import Seen, compare
from hms.services.duplicates.person import Person
from hms.services.duplicates.weights import Chances

BASE = 0.001  # how common a name is taken to be of which little is known
RARE, KIN = 100, 3  # how much less common a name may be than usual; how many names are close to one
CAUTION = 1_000  # people that this is worth: a clinic that knows few people cannot tell which names are common


class Judged(NamedTuple):
    """How likely it is, from 0 to 1, and why."""

    chance: float
    why: tuple[str, ...]
    seen: tuple[Seen, ...]


Share = Callable[[str], int]  # how many of the clinic's people bear a name


def judge(one: Person, other: Person, people: int, share: Share) -> Judged:
    """Say how likely two people are one: the share of that among all ways in which they could agree like this."""
    seen = compare(one, other)
    chances = [_weighed(s, one, other, people, share) for s in seen]
    same = weights.TWICE * prod(c.m for c in chances)
    relatives = weights.RELATIVES * prod(c.h for c in chances)
    strangers = max(people, weights.FEWEST) * prod(c.u for c in chances)
    chance = same / (same + relatives + strangers) if _says_enough(seen) else 0.0
    words = [(s.words, c) for s, c in zip(seen, chances, strict=True) if s.words and c.m > c.u]
    ranked = sorted(words, key=lambda pair: pair[1].u / pair[1].m)
    return Judged(min(chance, weights.CERTAIN), tuple(word for word, _ in ranked), tuple(seen))


def _says_enough(seen: Sequence[Seen]) -> bool:
    """Tell whether there is more than one sign: a name alone, or a birth date alone, is everybody's."""
    agree = {s.field for s in seen if s.level not in {"differs", "similar"} and s.field not in {"sex", "order"}}
    return len(agree) > 1 or "number" in agree


def _weighed(seen: Seen, one: Person, other: Person, people: int, share: Share) -> Chances:
    """Give a common name less weight, and a rare one more."""
    if seen.field not in {"given", "family"} or seen.level not in {"same", "alike", "former"}:
        return seen.chances
    mine, theirs = ((p.given, p.family)[seen.field == "family"] or p.given or p.family for p in (one, other))
    fewest = min(share(word) for word in set(mine) & set(theirs) or mine)
    known = (max(fewest - 1, 0) + BASE * CAUTION) / (people + CAUTION)
    least = seen.chances.u / RARE if seen.level == "same" else seen.chances.u
    return seen.chances._replace(u=max(known if seen.level == "same" else KIN * known, least))
