"""When the sample or the picture was taken, and whether that can be."""

from datetime import date, datetime
from typing import Any

from hms.access import Scope
from hms.models import Patient, ServiceRequest
from hms.services.chart.entries import SOON
from hms.services.importing.dates import instant
from hms.services.laboratory.refusals import Unfit
from hms.services.laboratory.sent import Sent
from hms.services.local_time import local_day
from hms.texts import t


def of_report(sent: Sent) -> Any:
    """Say when the sample of a report was taken: as it says, else as its results, its specimen, or its issue do."""
    said = sent.report.model
    own = of(said), *(of(one.model) for one in sent.results), sent.collected, said.issued
    return next((one for one in own if one is not None), None)


def of(said: Any) -> Any:
    """Read effective[x] of a resource; None where it says nothing."""
    for kind in ("DateTime", "Instant"):
        if (value := getattr(said, f"effective{kind}", None)) is not None:
            return value
    period = getattr(said, "effectivePeriod", None)
    return (period.start or period.end) if period is not None else None


def checked(scope: Scope, patient: Patient, order: ServiceRequest | None, value: Any) -> datetime:
    """Give the moment in which something was taken. Raises Unfit for one that cannot be.

    Where only the day is known, the day of the order is not before it.
    """
    at = _instant(scope, value)
    if at is None:
        raise Unfit(t("it does not say on which day the sample was taken"))
    whole_day = isinstance(value, date) and not isinstance(value, datetime)
    if at > scope.now + SOON:
        raise Unfit(t("the sample is of a moment that has not come yet"))
    day = local_day(scope, at)
    if patient.born_on and day < patient.born_on:
        raise Unfit(t("the sample is older than the patient"))
    if patient.deceased_at and day > local_day(scope, patient.deceased_at):
        raise Unfit(t("the sample was taken after the death of the patient"))
    if order is None:
        return at
    placed = order.ordered_at
    if day < local_day(scope, placed) or (not whole_day and at < placed.replace(second=0, microsecond=0)):
        raise Unfit(t("the sample is older than the order: no result is older than its order"))
    return max(at, placed)


def _instant(scope: Scope, value: Any) -> datetime | None:
    if isinstance(value, datetime) and value.tzinfo is None:
        value = value.replace(tzinfo=scope.zone)
    try:
        return instant(value, scope.zone)
    except (ValueError, OverflowError):
        return None


def issued(scope: Scope, said: Any) -> datetime | None:
    """Read when a version was issued; None where that is not told, or is still to come."""
    at = _instant(scope, said)
    return at if at and at <= scope.now + SOON else None
