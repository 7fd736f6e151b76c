"""The appointments in leave as rows, each with what shall become of it."""

from datetime import datetime
from uuid import UUID, uuid5

from hms.schemas.base import Card
from hms.schemas.leave import KeptOption, LeaveCard, OptionCard, SettleForm, UnsettledCard
from hms.texts import t

MOVE, OFFER, CANCEL, LATER = "move", "offer", "cancel", "later"
ACTS = {MOVE: t("Move"), OFFER: t("Offer"), CANCEL: t("Cancel"), LATER: t("Later")}
APART = "|"


class Choice(Card):
    """What the reader has decided for one appointment; option is doctor and time."""

    act: str
    option: str = ""


class Row(Card):
    """One appointment in leave."""

    id: str
    version: int
    when: str
    what: str
    patient: str
    requested: bool
    offered: str
    options: list[list[str]]
    act: str
    option: str
    problem: str  # why it could not be done, in words


def written(option: OptionCard) -> str:
    """Write an option as the value of a choice."""
    return f"{option.practitioner_id}{APART}{option.starts_at.isoformat()}"


def rows(card: LeaveCard, choices: dict[str, Choice], problems: dict[str, str], before: list[Row]) -> list[Row]:
    """Lay the list out, with what was decided or shown before; a time that is gone gives way to the best one left."""
    shown = {one.id: one.option for one in before}
    return [_row(one, choices, problems, shown) for one in card.unsettled]


def _row(one: UnsettledCard, choices: dict[str, Choice], problems: dict[str, str], shown: dict[str, str]) -> Row:
    choice = choices.get(str(one.appointment.id))
    a, options = one.appointment, [[written(option), option.words] for option in one.options]
    values = [value for value, _ in options]
    usual = LATER if one.offered else MOVE if options else LATER
    act = choice.act if choice else usual
    wanted = choice.option if choice else shown.get(str(a.id), "")
    chosen = wanted if wanted in values else values[0] if values else ""
    return Row(
        id=str(a.id),
        version=a.version,
        when=t("{day}, {time} to {ends}", day=a.day, time=a.time, ends=a.ends),
        what=t("{kind}, {n} min", kind=a.visit_type, n=a.length_min),
        patient=a.patient,
        requested=a.requested,
        offered=one.offered,
        options=options,
        act=LATER if act in {MOVE, OFFER} and not options else act,
        option=chosen,
        problem=problems.get(str(a.id), ""),
    )


def kept(listed: list[Row]) -> list[KeptOption]:
    """Name the times that the rows show, so that they stay theirs when the list is read anew."""
    return [
        KeptOption(appointment_id=one.id, practitioner_id=doctor, starts_at=datetime.fromisoformat(at))
        for one in listed
        if one.option
        for doctor, _, at in [one.option.partition(APART)]
    ]


def form(one: Row, reason: str, key: UUID) -> SettleForm:
    """Write a decision. The same decision has the same key, however often it is sent."""
    doctor, _, at = one.option.partition(APART)
    timed = one.act != CANCEL
    return SettleForm.model_validate(
        {
            "appointment_id": one.id,
            "version": one.version,
            "act": one.act,
            "practitioner_id": doctor or None if timed else None,
            "starts_at": at or None if timed else None,
            "reason": reason,
            "key": str(uuid5(key, f"{one.id} {one.version} {one.act} {one.option}")),
        }
    )


def summary(listed: list[Row]) -> str:
    """Say what would be done."""
    counted = {act: sum(one.act == act for one in listed) for act in ACTS}
    words = {
        MOVE: t("move {n}", n=counted[MOVE]),
        OFFER: t("offer {n} another time", n=counted[OFFER]),
        CANCEL: t("cancel {n}", n=counted[CANCEL]),
        LATER: t("leave {n} for later", n=counted[LATER]),
    }
    said = ", ".join(words[act] for act in ACTS if counted[act])
    return said[:1].upper() + said[1:] if said else ""
