"""A week of hours as it is typed: pure changes to it, and what is wrong with it so far."""

from datetime import datetime, timedelta
from uuid import uuid4

from hms.schemas.base import Card
from hms.schemas.doctor_time import BlockCard, HoursCard
from hms.texts import t

DAYS = (t("Monday"), t("Tuesday"), t("Wednesday"), t("Thursday"), t("Friday"), t("Saturday"), t("Sunday"))
USUAL, AFTER_LUNCH, LUNCH = ("09:00", "12:00"), ("13:00", "17:00"), ("12:00", "12:30")
HALF_HOUR = timedelta(minutes=30)
MOST = 12  # blocks of one day, breaks included


class Block(Card):
    """One block as it is typed; key tells it from others for as long as the page is open, problem is in words."""

    key: str
    field: str = ""  # by which the service names it in a refusal
    starts: str
    ends: str
    is_break: bool = False
    room_id: str = ""
    only_types: list[str]
    some: str = ""  # how many types of visits are seen, in words; "" for all
    problem: str = ""


class Day(Card):
    """One day of the week; weekday 0 is Monday."""

    weekday: int
    name: str
    blocks: list[Block]
    full: bool = False
    has_hours: bool = False


Days = list[Day]


def of_card(card: HoursCard) -> Days:
    """Lay a doctor's week out by days."""
    found = ([b for b in card.blocks if b.weekday == weekday] for weekday in range(7))
    return _judged([[_of(block) for block in day] for day in found])


def _of(card: BlockCard) -> Block:
    return _block(card.starts, card.ends, is_break=card.is_break, room_id=card.room_id, only_types=card.only_types)


def _block(starts: str, ends: str, **other: object) -> Block:
    return Block.model_validate({"key": f"b{uuid4().hex}", "starts": starts, "ends": ends, "only_types": [], **other})


def _judged(week: list[list[Block]]) -> Days:
    """Number the blocks as the form will list them, and say what is wrong with each."""
    days, number = [], 0
    for weekday, blocks in enumerate(week):
        judged = []
        for block in blocks:
            told = {"problem": _problem(block, blocks), "field": f"blocks.{number}", "some": _some(block.only_types)}
            judged.append(block.model_copy(update=told))
            number += 1
        has_hours = any(not block.is_break for block in judged)
        days.append(
            Day(weekday=weekday, name=DAYS[weekday], blocks=judged, full=len(judged) >= MOST, has_hours=has_hours)
        )
    return days


def _some(only_types: list[str]) -> str:
    if len(only_types) < 2:
        return t("Only 1 kind of visit") if only_types else ""
    return t("Only {n} kinds of visits", n=len(only_types))


def _problem(block: Block, blocks: list[Block]) -> str:
    if not block.starts or not block.ends:
        return t("Give both times.")
    if block.starts >= block.ends:
        return t("It ends before it begins.")
    others = [b for b in blocks if b.key != block.key and b.starts and b.ends]
    alike = [b for b in others if b.is_break == block.is_break]
    if any(b.starts < block.ends and block.starts < b.ends for b in alike):
        return t("Two breaks overlap.") if block.is_break else t("Two blocks of one day overlap.")
    within = any(b.starts <= block.starts and block.ends <= b.ends for b in others if not b.is_break)
    return t("A break lies inside a block of hours.") if block.is_break and not within else ""


def _week(days: Days) -> list[list[Block]]:
    return [list(day.blocks) for day in days]


def with_block(days: Days, weekday: int, is_break: bool = False) -> Days:
    """Add a block or a break to a day: at the usual times, or after the others."""
    week = _week(days)
    hours = [b for b in week[weekday] if not b.is_break]
    times = USUAL if not hours else AFTER_LUNCH if hours[-1].ends <= AFTER_LUNCH[0] else ("", "")
    room = hours[-1].room_id if hours and not is_break else ""
    added = _block(*(_pause(hours) if is_break else times), is_break=is_break, room_id=room)
    if len(week[weekday]) < MOST:
        before = [b for b in week[weekday] if not added.starts or b.starts <= added.starts]
        week[weekday] = [*before, added, *(b for b in week[weekday] if b not in before)]
    return _judged(week)


def _pause(hours: list[Block]) -> tuple[str, str]:
    """Propose half an hour at lunch, or in the middle of the longest block."""
    whole = [b for b in hours if not b.problem]
    if not whole or any(b.starts < LUNCH[0] and LUNCH[1] < b.ends for b in whole):
        return LUNCH
    longest = max(whole, key=_length)
    halves = int(_length(longest) / HALF_HOUR)
    begins = datetime.strptime(longest.starts[:5], "%H:%M") + (halves // 2) * HALF_HOUR  # noqa: DTZ007
    return f"{begins:%H:%M}", f"{begins + HALF_HOUR:%H:%M}"


def without_block(days: Days, key: str) -> Days:
    """Take a block out."""
    return _judged([[b for b in blocks if b.key != key] for blocks in _week(days)])


def changed(days: Days, key: str, **change: object) -> Days:
    """Change one block."""
    return _judged([[b.model_copy(update=change) if b.key == key else b for b in blocks] for blocks in _week(days)])


def with_type(days: Days, key: str, visit_type_id: str, seen: bool) -> Days:
    """Let a type of visit be seen in a block, or not."""
    found = next((b for day in days for b in day.blocks if b.key == key), None)
    others = [one for one in found.only_types if one != visit_type_id] if found else []
    return changed(days, key, only_types=[*others, visit_type_id] if seen else others)


def copied_to_weekdays(days: Days, weekday: int) -> Days:
    """Give Monday to Friday the hours of one day."""
    week = _week(days)
    fresh = [
        blocks if n == weekday else [b.model_copy(update={"key": f"b{uuid4().hex}"}) for b in week[weekday]]
        for n, blocks in enumerate(week[:5])
    ]
    return _judged([*fresh, *week[5:]])


def sound(days: Days) -> bool:
    """Tell whether nothing is wrong that can be seen here."""
    return not any(block.problem for day in days for block in day.blocks)


def answers(days: Days) -> list[dict[str, object]]:
    """Write the week as a form's answer."""
    return [
        {
            "weekday": day.weekday,
            "starts": b.starts,
            "ends": b.ends,
            "is_break": b.is_break,
            "room_id": b.room_id or None,
            "only_types": b.only_types or None,
        }
        for day in days
        for b in day.blocks
    ]


def hours_words(days: Days) -> str:
    """Say how long the week is, breaks taken out."""
    total = sum((_length(b) * (-1 if b.is_break else 1) for b in _sound(days)), timedelta())
    return t("{n} hours a week", n=f"{total / timedelta(hours=1):g}")


def visits_of(days: Days, visit_min: str) -> int:
    """Count the visits that the week holds; 0 while the length is no number."""
    minutes = int(visit_min) if visit_min.isdecimal() else 0
    length = timedelta(minutes=minutes)
    return sum((-1 if b.is_break else 1) * int(_length(b) / length) for b in _sound(days)) if minutes else 0


def _sound(days: Days) -> list[Block]:
    return [b for day in days for b in day.blocks if not b.problem]


def _length(block: Block) -> timedelta:
    begins, ends = (datetime.strptime(wall[:5], "%H:%M") for wall in (block.starts, block.ends))  # noqa: DTZ007
    return ends - begins
