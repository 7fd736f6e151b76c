"""Public holidays of the clinic's country, by the holidays library."""

from datetime import date
from functools import lru_cache

import holidays as library

from hms.access import Scope
from hms.texts import LANGUAGE


def is_holiday(scope: Scope, day: date) -> bool:
    """Tell whether a day is a public holiday that the clinic observes."""
    return scope.rules.observes_holidays and bool(holiday_name(scope, day))


def holiday_name(scope: Scope, day: date) -> str:
    """Name the public holiday of a day in the clinic's country and region; "" where there is none."""
    return of_year(scope.clinic.country, scope.rules.holiday_region, day.year).get(day, "")


def regions(country: str) -> list[str]:
    """List the regions of a country that have holidays of their own."""
    return list(library.list_supported_countries().get(country, []))


def region_names(country: str) -> list[tuple[str, str]]:
    """List these regions by name, each with its code."""
    codes = regions(country)
    known = type(library.country_holidays(country)).get_subdivision_aliases() if codes else {}
    return sorted(((code, next(iter(known.get(code, [])), code)) for code in codes), key=lambda pair: pair[1])


def of_year(country: str, region: str, year: int) -> dict[date, str]:
    """Name the public holidays of a year, in the reader's language where the library speaks it."""
    return _of_year(country, region, year, LANGUAGE.get())


@lru_cache(maxsize=64)
def _of_year(country: str, region: str, year: int, language: str) -> dict[date, str]:
    if country not in library.list_supported_countries():
        return {}
    subdivision = region if region in regions(country) else None
    spoken = getattr(library.country_holidays(country), "supported_languages", ())
    # Named always: without it the library goes by the language of the machine.
    named = next((known for known in spoken if known.split("_")[0] == language), None)
    found = library.country_holidays(country, subdiv=subdivision, years=year, language=named)
    return {day: str(name) for day, name in found.items()}
