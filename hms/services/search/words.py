"""What people are known by, and what is sought, in one form: without accents, case and signs; numbers as digits."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from hms.security.fingerprints import normal
from hms.services.search.index import Term

LONGEST, MOST_TERMS = 80, 6
DATE = re.compile(r"(?<!\d)(\d{1,4})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)|(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
ONLY_DIGITS = re.compile(r"[\d\s()+/.-]{6,}")
CENTURIES = (19, 20)


def names_in(texts: Iterable[str]) -> list[str]:
    """List the words of names; a part with a hyphen or an apostrophe is known whole and in its parts."""
    return list(dict.fromkeys(word for text in texts for word in normal(text).split() if not word[0].isdigit()))


def digits(text: str) -> str:
    """Leave only the digits; a phone number's country code stays, the + and zeros before it do not."""
    return re.sub(r"\D", "", text).lstrip("0")


def terms(sought: str) -> list[Term]:
    """Read what was typed: birth dates in any usual form, phone and record numbers with any signs in them, names."""
    text = sought[:LONGEST]
    found = [Term(days) for match in DATE.finditer(text) if (days := tuple(_days(match)))]
    rest = DATE.sub(" ", text) if found else text
    if ONLY_DIGITS.fullmatch(rest.strip()) and len(digits(rest)) > 4:
        return [*found, *_number(digits(rest))]
    for word in normal(rest).split():
        found += _number(word) if word[0].isdigit() else [Term((word,))]
    return found[:MOST_TERMS]


def _number(word: str) -> list[Term]:
    """Read digits: as they stand, or a day of eight of them."""
    plain = digits(word)
    if not plain:
        return []
    parts = [plain]
    if len(word) == 8 and (day := _day(word[4:], word[2:4], word[:2])):
        parts.append(day)
    return [Term(tuple(parts))]


def _days(match: re.Match[str]) -> Iterator[str]:
    """Read a date in each order that it may be written in: day, month, year; month, day, year; year, month, day."""
    if match[4]:
        yield from filter(None, [_day(match[4], match[5], match[6])])
        return
    first, second, last = match[1], match[2], match[3]
    orders = [(first, second, last)] if len(first) > 2 else [(last, second, first), (last, first, second)]
    found = [_day(y, month, day) for year, month, day in orders for y in _years(year)]
    yield from dict.fromkeys(filter(None, found))


def _years(year: str) -> list[str]:
    return [year] if len(year) == 4 else [f"{century}{year.zfill(2)}" for century in CENTURIES]


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).strftime("%Y%m%d")
    except ValueError:
        return ""
