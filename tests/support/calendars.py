"""What the tests of every service ask the services of series, feeds and a doctor's own calendar."""

from typing import Any
from uuid import UUID, uuid4

from hms.schemas.series import (
    SeriesBooking,
    SeriesCancel,
    SeriesChange,
    SeriesMove,
    SeriesMoveWish,
    SeriesReach,
    SeriesWish,
)
from tests.support.cast import ELEVEN, NOW

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "board.ground_of", "board.placed", "calendar_entries.for_doctor", "calendar_entries.for_patient",
    "calendar_file.feed", "calendar_file.for_message", "calendar_file.to_keep", "scheduling.shift",
    "series.booking.in_the_way", "series.fitting.preview", "series.seeing.card", "series.seeing.members",
    "tries.count_link",
}  # fmt: skip


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each of these services is asked with."""
    monday = NOW.replace(tzinfo=None)
    weekly = {"practitioner_id": nobody, "patient_id": nobody, "first": monday, "every": 1, "unit": "week", "count": 2}
    one = {"series_id": nobody, "appointment_id": nobody, "which": "one"}
    change = SeriesChange(appointment_id=nobody, version=1, starts_at=ELEVEN)
    return {
        "feeds.make": (), "feeds.read": ("token", "192.0.2.9"), "feeds.revoke": (), "feeds.state": (),
        "own_calendar.days": (NOW.date(), 7), "own_calendar.month": (), "own_calendar.week": (),
        "series.booking.book": (SeriesBooking(**weekly, starts=[ELEVEN], reason="x", key=str(uuid4())),),
        "series.booking.preview": (SeriesWish(**weekly),),
        "series.changing.cancel": (SeriesCancel(**one, reason="x", seen={}),),
        "series.changing.move": (SeriesMove(series_id=nobody, changes=[change]),),
        "series.changing.preview_cancel": (SeriesReach(**one),),
        "series.changing.preview_move": (SeriesMoveWish(**one, to=monday),),
        "series.seeing.see": (nobody,),
    }  # fmt: skip
