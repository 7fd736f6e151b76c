"""Everything that happened to a patient, the newest first, a page at a time whatever there is of it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from hms.access import Scope, requires
from hms.models import Patient
from hms.permissions import Permission
from hms.schemas.chart import TimelinePage
from hms.services.chart import happened, sources
from hms.services.chart.happened import Event
from hms.services.chart.sources import BY_KIND, Key, Place
from hms.texts import t

PAGE = 20
UNDATED = "-"  # before a place among what has no date
LIMITS = (PAGE + 1, 20 * PAGE, 2_500 * PAGE)  # events of one table that are looked for: more until a page is whole
KINDS = {
    "": t("Everything"), "visits": t("Visits"), "problems": t("Problems"), "vitals": t("Vital signs"),
    "results": t("Results"), "medicines": t("Prescriptions"), "vaccines": t("Vaccinations"),
    "procedures": t("Procedures"), "family": t("Family history"), "documents": t("Documents"),
}  # fmt: skip


@requires(Permission.SEE_CHART)
def timeline(scope: Scope, patient_id: UUID, kind: str = "", older: str = "") -> TimelinePage:
    """Tell a page of what happened to a patient, of one kind or all; `older` is what the page before gave.

    What has no date comes last, by when it was written down. Raises NotFound.
    """
    return told(scope, scope.patient(patient_id), kind, older)


def told(scope: Scope, patient: Patient, kind: str = "", older: str = "") -> TimelinePage:
    """Tell the same of a patient who was fetched for this actor."""
    kind = kind if kind in KINDS else ""
    return page_of(scope, patient.id, (kind,) if kind else tuple(BY_KIND), older).model_copy(update={"kind": kind})


def page_of(scope: Scope, patient_id: UUID, kinds: tuple[str, ...], older: str) -> TimelinePage:
    """Tell a page of some kinds, of a patient who was fetched for this actor."""
    place = Place(_read(older), not older.startswith(UNDATED))
    events, more = _page(scope, patient_id, kinds, place)
    next_ = f"{'' if place.dated else UNDATED}{events[-1].at.isoformat()}" if more else ""
    if place.dated and not more:  # what nobody dated, at the end
        rest, more = _page(scope, patient_id, kinds, Place(None, dated=False))
        if rest and events:
            next_ = UNDATED
        elif rest:
            events, next_ = rest, f"{UNDATED}{rest[-1].at.isoformat()}" if more else ""
    return TimelinePage(kind="", listed=happened.worded(scope, events), older=next_)


def _page(scope: Scope, patient_id: UUID, kinds: tuple[str, ...], place: Place) -> tuple[list[Event], bool]:
    """Gather a page of events, and say whether there are older ones. What happened at one moment stays together."""
    whole: list[Event] = []
    floor: datetime | None = None
    for limit in LIMITS:
        found, floor = [], None
        asked = sources.keys(scope, patient_id, kinds, place, limit)
        for kind, listed in groupby(asked, key=lambda key: key.kind):
            rows = list(listed)
            found += _events(rows)
            if len(rows) == limit * BY_KIND[kind].rows:  # there may be more at its oldest moment
                oldest = min(key.at for key in rows)
                floor = max(floor, oldest) if floor else oldest
        whole = sorted((event for event in found if floor is None or event.at > floor), key=_newest)
        if len(whole) >= PAGE or floor is None:
            break
    if len(whole) <= PAGE:
        return whole, floor is not None and bool(whole)
    last = whole[PAGE - 1].at
    page = [event for event in whole if event.at >= last]
    return page, len(page) < len(whole) or floor is not None


def _newest(event: Event) -> tuple[float, str]:
    return -event.at.timestamp(), str(event.ids[0])


def _events(keys: Sequence[Key]) -> list[Event]:
    """Put together what was measured together: vital signs of one moment, the results of one panel; all else is itself."""

    def moment(key: Key) -> tuple[datetime, UUID, bool]:
        # What was an error stands apart from what it was measured with: it is struck through alone.
        return key.at, key.group_id or (UUID(int=0) if key.kind == "vitals" else key.id), key.wrong

    ordered = sorted(sorted(keys, key=lambda key: key.id), key=moment)
    return [
        Event(listed[0].kind, at, tuple(key.id for key in listed))
        for (at, _, _), group in groupby(ordered, key=moment)
        if (listed := list(group))
    ]


def _read(older: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(older.removeprefix(UNDATED))
    except ValueError:
        return None
    return at if at.tzinfo else None
