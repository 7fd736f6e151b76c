"""A special time while it is being written: typed, dragged, or picked in the calendar. Nothing is saved yet."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from hms.schemas.base import Card
from hms.schemas.doctor_time import GroundCard, SpecialCard, SpecialForm
from hms.texts import t

EXTRA, BREAK, LEAVE = "extra", "break", "leave"
WORDS = {EXTRA: t("Extra hours"), BREAK: t("Break"), LEAVE: t("Leave")}
TYPED = frozenset({"from_on", "to_on", "from_time", "to_time", "from_which", "to_which", "room_id", "note"})
STARTS = {EXTRA: ("18:00", "19:00"), BREAK: ("12:00", "12:30"), LEAVE: ("", "")}
MINUTE = timedelta(minutes=1)


class Draft(Card):
    """The answers so far, as they are typed."""

    id: str  # the calendar's name for it: that of the special time, or the key of a new one
    is_new: bool
    version: int  # that was seen
    kind: str
    whole_days: bool
    from_on: str
    to_on: str
    from_time: str
    to_time: str
    from_which: str = ""
    to_which: str = ""
    room_id: str = ""
    only_types: list[str]
    note: str = ""

    @property
    def complete(self) -> bool:
        """Tell whether enough is typed to look ahead."""
        times = self.whole_days or bool(self.from_time and self.to_time)
        return bool(self.from_on and self.to_on) and times

    def form(self, practitioner_id: UUID | None) -> SpecialForm:
        """Write the answers as a form. Raises ValidationError."""
        timed, extra = not self.whole_days, self.kind == EXTRA
        return SpecialForm.model_validate(
            {
                "practitioner_id": practitioner_id,
                "kind": self.kind,
                "from_on": self.from_on,
                "to_on": self.to_on,
                "from_time": self.from_time or None if timed else None,
                "to_time": self.to_time or None if timed else None,
                "from_which": self.from_which if timed else "",
                "to_which": self.to_which if timed else "",
                "room_id": self.room_id or None if extra else None,
                "only_types": self.only_types or None if extra else None,
                "note": self.note,
                "key": self.id,
                "special_id": None if self.is_new else self.id,
                "version": self.version,
            }
        )


def new(kind: str, day: date | None) -> Draft:
    """Begin a special time, on a day and at usual times."""
    (starts, ends), on = STARTS[kind], day.isoformat() if day else ""
    return Draft(
        id=str(uuid4()), is_new=True, version=0, kind=kind, whole_days=kind == LEAVE, from_on=on,
        to_on=on, from_time=starts, to_time=ends, only_types=[],
    )  # fmt: skip


def of_card(card: SpecialCard) -> Draft:
    """Begin to change one."""
    return Draft(
        id=str(card.id), is_new=False, version=card.version, kind=card.kind, whole_days=card.whole_days,
        from_on=card.from_on.isoformat(), to_on=card.to_on.isoformat(), from_time=card.from_time, to_time=card.to_time,
        from_which=card.from_which, to_which=card.to_which, room_id=card.room_id, only_types=card.only_types,
        note=card.note,
    )  # fmt: skip


def picked(start: str, end: str, ground: list[GroundCard]) -> Draft:
    """Begin one where a stretch was picked: a break inside of hours, leave for whole days, else extra hours."""
    inside = any(one.kind == "open" and one.start < end and start < one.end for one in ground)
    draft = placed(new(BREAK if inside else EXTRA, datetime.fromisoformat(start).date()), start, end)
    return as_kind(draft, LEAVE) if draft.from_time == draft.to_time == "00:00" else draft


def placed(draft: Draft, start: str, end: str) -> Draft:
    """Put a draft where it was dragged; whole days stay whole days."""
    begins, ends = datetime.fromisoformat(start), datetime.fromisoformat(end)
    if draft.whole_days:
        last = max(begins.date(), (ends - MINUTE).date())
        return draft.model_copy(update={"from_on": begins.date().isoformat(), "to_on": last.isoformat()})
    place = {
        "from_on": begins.date().isoformat(), "to_on": ends.date().isoformat(), "whole_days": False,
        "from_time": f"{begins:%H:%M}", "to_time": f"{ends:%H:%M}", "from_which": "", "to_which": "",
    }  # fmt: skip
    return draft.model_copy(update=place)


def as_kind(draft: Draft, kind: str) -> Draft:
    """Make another kind of it: only leave has whole days, and only hours have times at the least."""
    if kind == LEAVE:
        return draft.model_copy(update={"kind": kind, "whole_days": draft.whole_days or not draft.from_time})
    starts, ends = STARTS[kind]
    times = {"from_time": draft.from_time or starts, "to_time": draft.to_time or ends}
    return draft.model_copy(update={"kind": kind, "whole_days": False, **times})


def typed(draft: Draft, answers: Mapping[str, str | bool]) -> Draft:
    """Write what was typed; the last day follows the first one until it is chosen itself."""
    change = {name: value for name, value in answers.items() if name in TYPED and isinstance(value, str)}
    first = change.get("from_on", draft.from_on)
    follows = draft.to_on == draft.from_on or draft.to_on < first
    if first != draft.from_on and "to_on" not in change and follows:
        change["to_on"] = first
    return draft.model_copy(update=change)


def with_type(draft: Draft, visit_type_id: str, seen: bool) -> Draft:
    """Let a type of visit be seen in extra hours, or not."""
    others = [one for one in draft.only_types if one != visit_type_id]
    return draft.model_copy(update={"only_types": [*others, visit_type_id] if seen else others})
