"""The times that a doctor's hours hold, as the services count them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hms.demo.staff import COUNTRY, DOCTORS, ZONE
from hms.schemas.doctor_time import HoursBlock
from hms.services.holidays import of_year


def times_of(place: int, blocks: Sequence[HoursBlock], day: date) -> list[datetime]:
    """List the starts of a doctor's visits on a day, in UTC; none that a clock change skips or repeats."""
    step, found = timedelta(minutes=DOCTORS[place].visit_min), []
    for block in blocks:
        if block.weekday != day.weekday():
            continue
        at, ends = (datetime.combine(day, wall, ZONE) for wall in (block.starts, block.ends))
        while at + step <= ends:
            found.append(at)
            at += step
    return [at.astimezone(UTC) for at in found if _once(at)]


def is_holiday(day: date) -> bool:
    """Tell whether the demo's country keeps a public holiday on this day."""
    return day in of_year(COUNTRY, "", day.year)


def _once(at: datetime) -> bool:
    same_offset = at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset()
    whole_day = at.replace(hour=0, minute=0).utcoffset() == at.utcoffset()  # hours of such a day may be cut differently
    return same_offset and whole_day
