"""When something was, as FHIR tells it: a moment where one is known, else in words; never more exact than its source."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hms.services.importing.dates import instant, spelled_date
from hms.services.importing.quantities import in_words, range_in_words
from hms.services.importing.reading import Later, Reading
from hms.services.importing.wording import joined, plain
from hms.texts import t

EASTMOST = timedelta(hours=14)  # where a day begins first


@dataclass(frozen=True)
class When:
    """When something was or began, and ended; and what of it no clock can tell."""

    at: datetime | None = None
    ended_at: datetime | None = None
    words: str = ""


def when(reading: Reading, said: Any, stem: str) -> When:
    """Read a field of several types, such as performed[x]. Raises Later for a year beyond all sense."""
    parts = {
        kind: getattr(said, f"{stem}{kind}", None)
        for kind in ("DateTime", "Instant", "Period", "Timing", "Age", "Range", "String")
    }
    period, timing = parts["Period"], parts["Timing"]
    events = (timing.event or []) if timing is not None else []
    begin = parts["DateTime"] or parts["Instant"] or (period.start if period else None) or next(iter(events), None)
    end = period.end if period else None
    at, ended_at = reading.moment(begin), reading.moment(end)
    aged = in_words(parts["Age"]) or range_in_words(parts["Range"])
    words = [
        _partial(begin, at), joined([t("until"), until]) if (until := _partial(end, ended_at)) else "",
        t("at the age of {age}", age=aged) if aged else "", plain(parts["String"]),
        t("several times") if timing is not None and not events else "",
    ]  # fmt: skip
    if at and ended_at and ended_at < at:
        reading.remarks[t("an end before its beginning")] += 1
        ended_at = None
    return When(at, ended_at, joined(words))


def recorded(reading: Reading, value: Any) -> datetime:
    """Tell when something was recorded: as its source says, else now."""
    said = instant(value, reading.zone)  # a year beyond all sense gives none
    return said if said and said <= reading.now else reading.now


def check_past(reading: Reading, at: datetime | None) -> None:
    """Set aside what is still to come, or was before the patient was. Raises Later."""
    if at is None:
        return
    if at > reading.now:
        raise Later(t("in the future"))
    if before_birth(reading, at):
        raise Later(t("before the birth"))


def before_birth(reading: Reading, at: datetime) -> bool:
    """Tell whether a moment lies before the day of birth, wherever on earth that day was."""
    born: date | None = reading.born_on
    return born is not None and at < datetime.combine(born, time(), UTC) - EASTMOST


def _partial(value: Any, at: datetime | None) -> str:
    return spelled_date(value) if value is not None and at is None else ""
