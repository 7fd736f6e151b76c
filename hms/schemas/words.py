"""How the clinic writes days, times, ages and names."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date

from hms.texts import LANGUAGE, t

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SEXES = {"female": t("Female"), "male": t("Male"), "other": t("Other"), "unknown": t("Not stated")}


def clock(at: datetime | None, zone: ZoneInfo) -> str:
    """Write the time of day in the zone; "" for none. A repeated hour carries its offset from UTC."""
    if at is None:
        return ""
    local = at.astimezone(zone)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{local:%H:%M} (UTC{local:%z})" if twice else f"{local:%H:%M}"


@lru_cache(maxsize=4_096)  # a board writes the same few days a hundred times, and the pattern costs more than the row
def _written(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=language)


def long_day(day: date) -> str:
    """Write a day in full, such as Tuesday 24 November 2026."""
    return _written(day, "EEEE d MMMM y", LANGUAGE.get())


def short_day(day: date) -> str:
    """Write a day briefly, such as Tue 24 Nov."""
    return _written(day, "EEE d MMM", LANGUAGE.get())


def plain_day(day: date) -> str:
    """Write a day with its year, such as 24 Nov 2026."""
    return _written(day, "d MMM y", LANGUAGE.get())


def relative_day(day: date, today: date) -> str:
    """Say today, tomorrow, or nothing."""
    return {0: t("Today"), 1: t("Tomorrow")}.get((day - today).days, "")


def age(born: date | None, today: date) -> str:
    """Say an age in the unit that fits: days under 4 weeks, weeks under 3 months, months under 2 years, then years."""
    if born is None:
        return ""
    days = (today - born).days
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if days < 28:
        return t("{n} d", n=days)
    if months < 3:
        return t("{n} wk", n=days // 7)
    return t("{n} mo", n=months) if months < 24 else t("{n} y", n=months // 12)


def initials(name: str) -> str:
    """Take the first letters of the first and last word of a name, titles left out."""
    words = [w for w in name.split() if w[0].isalpha() and w.strip(".").casefold() not in {"dr", "prof"}]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper() or "?"


def minutes(span: timedelta) -> int:
    """Count whole minutes, never below zero."""
    return max(0, int(span.total_seconds() // 60))
