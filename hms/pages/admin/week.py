"""A week of hours as it is typed: pure changes to it, and what is wrong with it so far."""

from datetime import datetime, timedelta
from uuid import uuid4

from hms.schemas.base import Card
from hms.schemas.directory import HoursCard
from hms.texts import t

DAYS = (t("Monday"), t("Tuesday"), t("Wednesday"), t("Thursday"), t("Friday"), t("Saturday"), t("Sunday"))
USUAL, AFTER_LUNCH = ("09:00", "12:00"), ("13:00", "17:00")
MOST = 6  # blocks of one day


class Block(Card):
    """One block as it is typed; key tells it from others for as long as the page is open, problem is in words."""

    key: str
    starts: str
    ends: str
    problem: str = ""


class Day(Card):
    """One day of the week; weekday 0 is Monday."""

    weekday: int
    name: str
    blocks: list[Block]
    full: bool = False


def of_card(card: HoursCard) -> list[Day]:
    """Lay a doctor's week out by days."""
    found = ([(s, e) for day, s, e in card.blocks if day == weekday] for weekday in range(7))
    return [_day(weekday, [_block(*times) for times in day]) for weekday, day in enumerate(found)]


def _block(starts: str, ends: str) -> Block:
    return Block(key=f"b{uuid4().hex}", starts=starts, ends=ends)


def _day(weekday: int, blocks: list[Block]) -> Day:
    judged = [b.model_copy(update={"problem": _problem(b, blocks)}) for b in blocks]
    return Day(weekday=weekday, name=DAYS[weekday], blocks=judged, full=len(blocks) >= MOST)


def _problem(block: Block, blocks: list[Block]) -> str:
    if not block.starts or not block.ends:
        return t("Give both times.")
    if block.starts >= block.ends:
        return t("A block ends after it starts.")
    others = (b for b in blocks if b.key != block.key and b.starts and b.ends)
    clash = any(b.starts < block.ends and block.starts < b.ends for b in others)
    return t("Two blocks of one day overlap.") if clash else ""


def _replaced(days: list[Day], day: Day) -> list[Day]:
    return [day if d.weekday == day.weekday else d for d in days]


def with_block(days: list[Day], weekday: int) -> list[Day]:
    """Add a block to a day: after the others, or at the usual hours."""
    blocks = days[weekday].blocks
    times = USUAL if not blocks else AFTER_LUNCH if blocks[-1].ends <= AFTER_LUNCH[0] else ("", "")
    return _replaced(days, _day(weekday, [*blocks, _block(*times)])) if len(blocks) < MOST else days


def without_block(days: list[Day], key: str) -> list[Day]:
    """Take a block out."""
    return [_day(d.weekday, [b for b in d.blocks if b.key != key]) for d in days]


def typed(days: list[Day], key: str, end: str, value: str) -> list[Day]:
    """Write what was typed as the start or the end of a block."""
    side = "ends" if end == "ends" else "starts"
    change = {side: value[:5]}
    return [_day(d.weekday, [b.model_copy(update=change) if b.key == key else b for b in d.blocks]) for d in days]


def copied_to_weekdays(days: list[Day], weekday: int) -> list[Day]:
    """Give Monday to Friday the hours of one day."""
    times = [(b.starts, b.ends) for b in days[weekday].blocks]
    fresh = [days[n] if n == weekday else _day(n, [_block(*pair) for pair in times]) for n in range(5)]
    return [*fresh, *days[5:]]


def answers(days: list[Day]) -> list[dict[str, object]]:
    """Write the week as a form's answer."""
    return [{"weekday": d.weekday, "starts": b.starts, "ends": b.ends} for d in days for b in d.blocks]


def hours_words(days: list[Day]) -> str:
    """Say how long the week is."""
    sound = [b for d in days for b in d.blocks if not b.problem]
    total = sum((_at(b.ends) - _at(b.starts) for b in sound), timedelta())
    return t("{n} hours a week", n=f"{total / timedelta(hours=1):g}")


def visits_of(days: list[Day], visit_min: str) -> int:
    """Count the visits that the week holds; 0 while the length is no number."""
    minutes = int(visit_min) if visit_min.isdecimal() else 0
    sound = [b for d in days for b in d.blocks if not b.problem]
    return sum(int((_at(b.ends) - _at(b.starts)) / timedelta(minutes=minutes)) for b in sound) if minutes else 0


def _at(wall: str) -> datetime:
    return datetime.strptime(wall, "%H:%M")  # noqa: DTZ007 - a time of day, no instant
