"""Two people side by side: how each field agrees, and in words why that says something."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rapidfuzz.distance import OSA

from hms.services.duplicates import spelling, weights
from hms.services.duplicates.nicknames import are_nicknames
from hms.services.duplicates.person import Person, Place
from hms.services.duplicates.weights import Chances
from hms.texts import t


class Seen(NamedTuple):
    """How one field compares, and what to say of it; nothing where it speaks for two people."""

    field: str
    level: str
    chances: Chances
    words: str = ""


def compare(one: Person, other: Person) -> list[Seen]:
    """Compare what is known of both; a field that one of them lacks says nothing."""
    ways = (_names, _born, _sex, _phones, _emails, _numbers, _places)
    return [seen for way in ways for seen in way(one, other)]


def _names(one: Person, other: Person) -> list[Seen]:
    straight = [*_given(one.given, other.given, one, other), *_family(one.family, other.family, one, other)]
    if not (one.given and one.family and other.given and other.family):
        return straight or _one_name(one, other)
    crossed = [_cross("given", one.given, other.family), _cross("family", one.family, other.given)]
    if all(seen.level in {"same", "alike"} for seen in crossed) and "differs" in {seen.level for seen in straight}:
        return [*crossed, Seen("order", "swapped", weights.SWAPPED, t("Given name and family name swapped"))]
    return straight


def _one_name(one: Person, other: Person) -> list[Seen]:
    """Compare where one has only a given and the other only a family name: a name that was not told apart."""
    mine, theirs = one.given or one.family, other.given or other.family
    return [_cross("given", mine, theirs)] if mine and theirs else []


def _cross(field: str, mine: tuple[str, ...], theirs: tuple[str, ...]) -> Seen:
    level = _level(mine, theirs)
    return Seen(field, level, (weights.GIVEN if field == "given" else weights.FAMILY)[level])


def _given(mine: tuple[str, ...], theirs: tuple[str, ...], one: Person, other: Person) -> Iterator[Seen]:
    if not mine or not theirs:
        return
    level = _level(mine, theirs)
    if level in {"similar", "differs"} and (_among(mine, other.others) or _among(theirs, one.others)):
        yield Seen("given", "alike", weights.GIVEN["alike"], t("Given name is among the other names"))
        return
    said = {"same": t("Same given name"), "alike": _alike(mine, theirs), "similar": t("Given name is similar")}
    yield Seen("given", level, weights.GIVEN[level], said.get(level, ""))


def _family(mine: tuple[str, ...], theirs: tuple[str, ...], one: Person, other: Person) -> Iterator[Seen]:
    if not mine or not theirs:
        return
    level = _level(mine, theirs)
    if level in {"similar", "differs"} and (_among(mine, other.others) or _among(theirs, one.others)):
        yield Seen("family", "former", weights.FAMILY["former"], t("Family name is a former or other name"))
        return
    said = {
        "same": t("Same family name"),
        "alike": t("Family name sounds alike") if spelling.sound("".join(mine)) == spelling.sound("".join(theirs))
        else t("Family name written nearly the same"),
        "similar": t("Family name is similar"),
    }  # fmt: skip
    yield Seen("family", level, weights.FAMILY[level], said.get(level, ""))


def _alike(mine: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    if any(are_nicknames(a, b) for a in mine for b in theirs if a != b):
        return t("Given name is a short form of the other")
    if set(mine) < set(theirs) or set(theirs) < set(mine):
        return t("One of several given names")
    if spelling.sound("".join(mine)) == spelling.sound("".join(theirs)):
        return t("Given name sounds alike")
    return t("Given name written nearly the same")


def _level(mine: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    """Say how alike two names of several words are: each word of the shorter one is sought in the longer one."""
    if sorted(mine) == sorted(theirs) or "".join(mine) == "".join(theirs):
        return "same"
    shorter, longer = sorted((mine, theirs), key=len)
    best = [max(spelling.alikeness(word, its) for its in longer) for word in shorter]
    whole = spelling.alikeness("".join(mine), "".join(theirs))
    if max(min(best), whole) >= spelling.ALIKE:
        return "alike"
    return "similar" if max(*best, whole) >= spelling.SIMILAR else "differs"


def _among(name: tuple[str, ...], others: frozenset[str]) -> bool:
    return bool(others) and all(any(spelling.alikeness(word, its) >= spelling.TYPO for its in others) for word in name)


def _born(one: Person, other: Person) -> Iterator[Seen]:
    mine, theirs = one.born, other.born
    if not mine[:4].isdigit() or not theirs[:4].isdigit():
        return
    first, second = _day(mine), _day(theirs)
    if first is None or second is None or one.born_estimated or other.born_estimated:
        level = {0: "same", 1: "about", 2: "about"}.get(abs(int(mine[:4]) - int(theirs[:4])), "differs")
        said = {"same": t("Same birth year"), "about": t("Birth year about the same")}
        yield Seen("born", level, weights.YEAR[level], said.get(level, ""))
        return
    level = _day_level(first, second)
    said = {
        "same": t("Same birth date"),
        "turned": t("Same birth date with day and month swapped"),
        "a digit": t("Birth date differs in one digit"),
        "two parts": t("Two of day, month and year of birth agree"),
    }
    yield Seen("born", level, weights.BORN[level], said.get(level, ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day_level(one: date, other: date) -> str:
    if one == other:
        return "same"
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return "turned"
    if OSA.distance(f"{one:%Y%m%d}", f"{other:%Y%m%d}", score_cutoff=1) == 1:
        return "a digit"
    agree = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    return "two parts" if agree == 2 else "differs"


def _sex(one: Person, other: Person) -> Iterator[Seen]:
    if {one.sex, other.sex} <= {"female", "male"}:
        level = "same" if one.sex == other.sex else "differs"
        yield Seen("sex", level, weights.SEX[level])


def _phones(one: Person, other: Person) -> Iterator[Seen]:
    if one.phones and other.phones:
        level = _sets(one.phones, other.phones)
        said = {"same": t("Same phone"), "a digit": t("Phone differs in one digit")}
        yield Seen("phone", level, weights.PHONE[level], said.get(level, ""))


def _emails(one: Person, other: Person) -> Iterator[Seen]:
    if one.emails and other.emails:
        level = "differs" if one.emails.isdisjoint(other.emails) else "same"
        yield Seen("email", level, weights.EMAIL[level], t("Same e-mail address") if level == "same" else "")


def _numbers(one: Person, other: Person) -> Iterator[Seen]:
    mine, theirs = frozenset(one.numbers.values()), frozenset(other.numbers.values())
    level = _sets(mine, theirs) if mine and theirs else "differs"
    if level == "differs" and one.numbers.keys().isdisjoint(other.numbers.keys()):
        return
    said = {"same": t("Same identifier"), "a digit": t("Identifier differs in one character")}
    yield Seen("number", level, weights.NUMBER[level], said.get(level, ""))


def _sets(mine: frozenset[str], theirs: frozenset[str]) -> str:
    if not mine.isdisjoint(theirs):
        return "same"
    close = any(len(a) > 5 and OSA.distance(a, b, score_cutoff=1) == 1 for a in mine for b in theirs)
    return "a digit" if close else "differs"


def _places(one: Person, other: Person) -> Iterator[Seen]:
    if not one.places or not other.places:
        return
    levels = {_place(a, b) for a in one.places for b in other.places}
    level = next(word for word in ("same", "near", "differs") if word in levels)
    said = {"same": t("Same address"), "near": t("Same town")}
    yield Seen("place", level, weights.PLACE[level], said.get(level, ""))


def _place(a: Place, b: Place) -> str:
    if a.code and b.code:
        same = a.code == b.code
    elif a.whole and b.whole:
        same = len(a.whole & b.whole) >= 0.8 * max(len(a.whole), len(b.whole))
    else:
        same = bool(a.code and a.code in b.whole) or bool(b.code and b.code in a.whole)
    if same:
        return "same"
    towns = [(a.city, b), (b.city, a)]
    near = any(city and (city == its.city or set(city.split()) <= its.whole) for city, its in towns)
    return "near" if near or (not a.city and not b.city and len(a.whole & b.whole) >= 2) else "differs"
