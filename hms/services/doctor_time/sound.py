"""Whether the blocks of a week can be: in order, without overlaps, in rooms and for types that there are."""

from collections.abc import Sequence
from itertools import pairwise

from hms.access import Scope
from hms.errors import Invalid
from hms.models import Practitioner
from hms.schemas.doctor_time import HoursBlock
from hms.services.doctor_time import whose
from hms.texts import t

DAYS = (t("Monday"), t("Tuesday"), t("Wednesday"), t("Thursday"), t("Friday"), t("Saturday"), t("Sunday"))
Placed = tuple[int, HoursBlock]


def check_blocks(scope: Scope, doctor: Practitioner, blocks: Sequence[HoursBlock]) -> None:
    """Judge a week. Raises Invalid: `blocks` says what is wrong, `blocks.2` marks the third block of the form."""
    placed = sorted(enumerate(blocks), key=lambda one: (one[1].weekday, one[1].starts))
    hours = [one for one in placed if not one[1].is_break]
    breaks = [one for one in placed if one[1].is_break]
    _refuse_overlaps(hours, t("Two blocks of {day} overlap: {one} and {other}."))
    _refuse_overlaps(breaks, t("Two breaks of {day} overlap: {one} and {other}."))
    for number, each in breaks:
        if not any(_inside(each, block) for _, block in hours):
            said = t("The break on {day}, {one}, lies in no block of hours.", day=DAYS[each.weekday], one=_times(each))
            raise Invalid(**{"blocks": said, f"blocks.{number}": t("A break lies inside a block of hours.")})
    for number, block in hours:
        whose.check_room(scope, block.room_id, f"blocks.{number}")
        whose.check_types(scope, doctor, block.only_types or (), f"blocks.{number}")


def _refuse_overlaps(placed: Sequence[Placed], words: str) -> None:
    for (_, one), (number, other) in pairwise(placed):
        if one.weekday == other.weekday and other.starts < one.ends:
            said = words.format(day=DAYS[one.weekday], one=_times(one), other=_times(other))
            raise Invalid(**{"blocks": said, f"blocks.{number}": t("This overlaps the one before.")})


def _inside(inner: HoursBlock, outer: HoursBlock) -> bool:
    return inner.weekday == outer.weekday and outer.starts <= inner.starts and inner.ends <= outer.ends


def _times(block: HoursBlock) -> str:
    return f"{block.starts:%H:%M}–{block.ends:%H:%M}"
