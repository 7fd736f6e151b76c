"""The rules of scheduling as a form asks for them, and its answers as the clinic keeps them."""

from hms.pages.admin.measures import Amount, Answers, amount, minutes_of
from hms.schemas.base import Card
from hms.schemas.rules import HolidayCard, RulesCard
from hms.texts import t

# How the form asks, for saying what somebody else changed.
ASKED = {
    "plain_visits": t("Patients may book a plain visit"),
    "hold_min": t("A chosen time is kept, in minutes"),
    "notice_min": t("Shortest notice, in minutes"),
    "ahead_days": t("How far ahead, in days"),
    "cutoff_min": t("Latest moment for moving and cancelling, in minutes"),
    "phone": t("Telephone"),
    "observes_holidays": t("Closed on public holidays"),
    "holiday_region": t("Region"),
    "overbooking_roles": t("Who may double-book"),
    "offer_min": t("A freed time is offered for, in minutes"),
    "reminder_hours": t("A reminder leaves, in hours"),
    "quiet_from": t("Quiet from"),
    "quiet_to": t("Quiet until"),
    "long_wait_min": t("A wait is long from, in minutes"),
    "no_show_min": t("A no-show is proposed after, in minutes"),
}
TICKED = ("plain_visits", "observes_holidays")
LASTING = ("notice_min", "cutoff_min", "offer_min")
TYPED = ("hold_min", "ahead_days", "phone", "holiday_region", "reminder_hours", "quiet_from", "quiet_to")
TYPED += ("long_wait_min", "no_show_min")
RECEPTION = "receptionist"


class Shape(Card):
    """What the form begins with."""

    notice: Amount
    cutoff: Amount
    offer: Amount
    reception_overbooks: bool
    regions: list[list[str]]


class Line(Card):
    """A holiday to come."""

    key: str
    name: str
    words: str
    booked: str  # "" where nobody is booked on it


def shape(card: RulesCard) -> Shape:
    """Word what the form begins with."""
    return Shape(
        notice=amount(card.notice_min),
        cutoff=amount(card.cutoff_min),
        offer=amount(card.offer_min),
        reception_overbooks=RECEPTION in card.overbooking_roles,
        regions=[["", t("The whole country")], *([code, name] for code, name in card.regions)],
    )


def spoken(card: RulesCard) -> dict[str, dict[str, str]]:
    """Give the words for regions and roles."""
    return {"holiday_region": dict(card.regions), "overbooking_roles": {RECEPTION: t("reception")}}


def answered(answers: Answers, version: int) -> dict[str, object]:
    """Write a form's answers as the clinic keeps them."""
    ticked = {name: answers.get(name) in {True, "on"} for name in TICKED}
    overbooking = [RECEPTION] if answers.get("overbook") in {True, "on"} else []
    return {
        "version": version,
        "overbooking_roles": overbooking,
        **ticked,
        **{name: minutes_of(answers, name) for name in LASTING},
        **{name: answers.get(name, "") for name in TYPED},
    }


def lines(coming: list[HolidayCard]) -> list[Line]:
    """Word the holidays to come."""
    return [
        Line(
            key=str(one.day),
            name=one.name,
            words=one.words,
            booked=_booked(one.booked),
        )
        for one in coming
    ]


def _booked(count: int) -> str:
    if not count:
        return ""
    return t("1 visit is booked") if count == 1 else t("{n} visits are booked", n=count)
