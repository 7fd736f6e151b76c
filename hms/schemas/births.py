"""Birth dates as people write them, whole or only in part, and ages that somebody guessed."""

import re
from calendar import month_abbr, month_name, monthrange
from datetime import date, timedelta

from hms.schemas.words import age, plain_day
from hms.texts import t

FIRST_YEAR, LONGEST = 1890, 40
MONTH_FIRST = frozenset({"US", "AS", "FM", "GU", "MH", "MP", "PR", "PW", "UM", "VI"})
MONTHS = {name.casefold(): n for names in (month_name, month_abbr) for n, name in enumerate(names) if name}
MONTHS["sept"] = 9
NUMBERS = re.compile(r"(\d{1,4})[\s./\-,]+(\d{1,2})[\s./\-,]+(\d{1,4})")
RUN = re.compile(r"\d{8}")
WORDED = re.compile(r"(\d{1,2})[\s.\-]*([^\W\d]+)[\s.,\-]*(\d{4})|([^\W\d]+)[\s.]*(\d{1,2})[\s.,]+(\d{4})")
PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?|(\d{1,2})[./](\d{4})")
AGE = re.compile(r"(?:about|ca\.?|~)?\s*(\d{1,3})\s*([^\W\d]*)\.?")
UNITS = {"": "y", "y": "y", "yr": "y", "yrs": "y", "year": "y", "years": "y", "m": "m", "mo": "m", "month": "m"}
UNITS |= {"months": "m", "w": "w", "wk": "w", "week": "w", "weeks": "w", "d": "d", "day": "d", "days": "d"}


class NoDate(ValueError):
    """What was typed is no birth date; says why in words."""


def read_birth(typed: str, today: date, country: str = "") -> str:
    """Read a birth date in any usual form: YYYY-MM-DD, or YYYY-MM and YYYY where no more is known. Raises NoDate.

    Where only numbers were typed, the day comes before the month, except in countries that write it after.
    """
    text = " ".join(typed.split())
    if len(text) > LONGEST:
        raise NoDate(t("Write a date such as 3.4.1980."))
    if found := PARTIAL.fullmatch(text):
        return _partial(int(found[1] or found[4]), int(found[2] or found[3] or 0), today)
    year, month, day = _numbers(text, country)
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        raise NoDate(t("Write a date such as 3.4.1980."))
    if 1 <= year <= 9999 and day > monthrange(year, month)[1]:
        raise NoDate(t("There is no {day} {month} {year}.", day=day, month=t(month_name[month]), year=year))
    _plausible(year, today)
    if date(year, month, day) > today:
        raise NoDate(t("This day has not come yet."))
    return date(year, month, day).isoformat()


def _numbers(text: str, country: str) -> tuple[int, int, int]:
    if found := WORDED.fullmatch(text):
        day, name, year = (found[1], found[2], found[3]) if found[2] else (found[5], found[4], found[6])
        if (month := MONTHS.get(name.casefold())) is None:
            raise NoDate(t("Write a date such as 3.4.1980."))
        return int(year), month, int(day)
    if RUN.fullmatch(text):
        year_first = FIRST_YEAR <= int(text[:4]) <= 2200 and 1 <= int(text[4:6]) <= 12
        parts = (text[:4], text[4:6], text[6:]) if year_first else (text[:2], text[2:4], text[4:])
    elif found := NUMBERS.fullmatch(text):
        parts = (found[1], found[2], found[3])
    else:
        raise NoDate(t("Write a date such as 3.4.1980."))
    if len(parts[0]) == 4:
        return int(parts[0]), int(parts[1]), int(parts[2])
    if len(parts[2]) != 4:
        raise NoDate(t("Write the year with four digits."))
    first, second, year = int(parts[0]), int(parts[1]), int(parts[2])
    month_first = (country in MONTH_FIRST or second > 12) and first <= 12
    return (year, first, second) if month_first else (year, second, first)


def _partial(year: int, month: int, today: date) -> str:
    _plausible(year, today)
    if not month:
        return f"{year:04}"
    if not 1 <= month <= 12:
        raise NoDate(t("Write a date such as 3.4.1980."))
    if date(year, month, 1) > today:
        raise NoDate(t("This day has not come yet."))
    return f"{year:04}-{month:02}"


def _plausible(year: int, today: date) -> None:
    if year > today.year:
        raise NoDate(t("This day has not come yet."))
    if year < FIRST_YEAR:
        raise NoDate(t("Nobody alive was born before {year}. Check the year.", year=FIRST_YEAR))


def birth_of_age(typed: str, today: date) -> str:
    """Read an age that was guessed, such as 46, 8 months or 10 days, as a year, month or day of birth. Raises NoDate."""
    found = AGE.fullmatch(typed.strip().casefold()) if len(typed) <= LONGEST else None
    unit = UNITS.get(found[2]) if found else None
    if found is None or unit is None:
        raise NoDate(t("Write an age such as 46, 8 months or 10 days."))
    count = int(found[1])
    if unit == "y" and today.year - count < FIRST_YEAR:
        raise NoDate(t("Nobody is that old. Check the age."))
    if unit == "y" and count:
        return f"{today.year - count:04}"
    if unit == "m":
        months = today.year * 12 + today.month - 1 - count
        return f"{months // 12:04}-{months % 12 + 1:02}"
    born = today - timedelta(days=count * (7 if unit == "w" else 1))
    return born.isoformat() if unit in {"d", "w"} else born.isoformat()[:7]


def birth_words(born: str, estimated: bool) -> str:
    """Say when somebody was born: 3 Apr 1980, Apr 1980, 1980; that it was guessed is said."""
    if not born:
        return t("not known")
    words = _day_words(born)
    return t("about {born}, estimated", born=words) if estimated else words


def _day_words(born: str) -> str:
    try:
        return plain_day(date.fromisoformat(born))
    except ValueError:
        year, _, month = born.partition("-")
        known = month.isdigit() and 1 <= int(month) <= 12
        return f"{t(month_abbr[int(month)])} {year}" if known else born


def age_words(born: str, estimated: bool, today: date) -> str:
    """Say an age; where only a year or month is known, about how much it is. "" for none."""
    try:
        words = age(date.fromisoformat(born), today)
    except ValueError:
        year, _, month = born.partition("-")
        if not year.isdigit():
            return ""
        middle = date(int(year), int(month), 15) if month.isdigit() else date(int(year), 7, 1)
        words, estimated = age(min(middle, today), today), True
    return t("about {age}", age=words) if estimated else words
