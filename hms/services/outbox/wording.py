"""The words of a message, in its reader's language."""

from datetime import datetime

from babel.dates import format_date

from hms.schemas.words import clock
from hms.services.outbox.kinds import GIVEN_BACK, OFFERS, Kind
from hms.services.outbox.letters import Letter
from hms.texts import LANGUAGE, SOURCE, t

DAYS = {SOURCE: "en_GB"}  # Tuesday 24 November 2026
# Said in the reader's language when a message is written; here they are named for whoever translates them.
SUBJECTS: dict[Kind, str] = {
    Kind.REQUESTED: t("Your request has arrived: {day}, {time}"),
    Kind.BOOKED: t("Your appointment: {day}, {time}"),
    Kind.APPROVED: t("Your appointment is confirmed: {day}, {time}"),
    Kind.DECLINED: t("Your request cannot be met: {day}, {time}"),
    Kind.MOVED: t("Your appointment has changed: {day}, {time}"),
    Kind.CANCELLED: t("Your appointment is cancelled: {day}, {time}"),
    Kind.REMINDER: t("Reminder of your appointment: {day}, {time}"),
    Kind.OFFER: t("A time has become free: {day}, {time}"),
    Kind.PROPOSAL: t("Another time for your appointment: {day}, {time}"),
    Kind.MESSAGE: t("You have a message from the clinic"),
}
NEWS: dict[Kind, str] = {
    Kind.REQUESTED: t("Your request for this time has arrived. It is not confirmed yet: we will write to you again."),
    Kind.BOOKED: t("Your appointment is booked."),
    Kind.APPROVED: t("The clinic has confirmed your appointment."),
    Kind.DECLINED: t("We are sorry that we cannot offer you this time."),
    Kind.MOVED: t("Your appointment has changed. This is how it stands now:"),
    Kind.CANCELLED: t("Your appointment is cancelled. Please do not come at this time."),
    Kind.REMINDER: t("This is a reminder of your appointment."),
    Kind.OFFER: t("A time has become free, and you are waiting for one."),
    Kind.PROPOSAL: t("The doctor cannot see you at the time that you booked. Another time is kept for you:"),
    Kind.MESSAGE: t("You have a message from the clinic. What it says is kept on your own pages only."),
}


def subject(letter: Letter) -> str:
    """Say in one line what a message is about; it is read on locked telephones, so it names no doctor."""
    day, time = _day(letter, letter.starts_at), clock(letter.starts_at, letter.zone)
    return t(SUBJECTS[letter.kind], day=day, time=time)


def text(letter: Letter) -> str:
    """Write a message: what happened, when, with whom and where, what to do, and how to change it."""
    paragraphs = [
        t("Hello {name},", name=letter.name),
        t(NEWS[letter.kind]),
        "\n".join(_facts(letter)) if letter.kind != Kind.MESSAGE else "",
        t("Before you come: {preparation}", preparation=letter.preparation) if letter.preparation else "",
        _next(letter),
        "\n".join(filter(None, [letter.clinic, _phone(letter)])),
        _footer(letter),
    ]
    return "\n\n".join(filter(None, paragraphs)) + "\n"


def _facts(letter: Letter) -> list[str]:
    lines = [t("When: {moment} (local time at the clinic)", moment=_moment(letter, letter.starts_at))]
    if letter.until_now and letter.until_now != letter.starts_at:
        lines.append(t("Before: {moment}", moment=_moment(letter, letter.until_now)))
    if letter.doctor:
        lines.append(t("With: {doctor}", doctor=letter.doctor))
    if letter.kind not in GIVEN_BACK:
        lines.append(t("Where: {place}", place=letter.place))
        if letter.link:
            lines.append(t("Join by video: {link}", link=letter.link))
    if letter.kept_until:
        lines.append(t("Kept for you until: {moment}", moment=_moment(letter, letter.kept_until)))
    return lines


def _next(letter: Letter) -> str:
    """Say what the reader can do, and where."""
    if letter.kind in OFFERS:
        here, instead = t("To take it, or to let it go: {link}"), t("To take it, please call the clinic.")
        return t(here, link=f"{letter.home}/waitlist") if letter.home else instead
    if letter.kind in GIVEN_BACK:
        here, instead = t("To choose another time: {link}"), t("To choose another time, please call the clinic.")
        return t(here, link=f"{letter.home}/book") if letter.home else instead
    if letter.kind == Kind.MESSAGE:
        here, instead = t("To read and answer it: {link}"), t("To hear what it says, please call the clinic.")
        return t(here, link=f"{letter.home}/messages") if letter.home else instead
    return _how_to_change(letter)


def _how_to_change(letter: Letter) -> str:
    if not letter.page or letter.change_until is None:
        return t("To move or cancel it, please call the clinic.")
    here = t("To see, move or cancel it: {link}", link=letter.page)
    if letter.change_until == letter.starts_at:
        return here
    last = _moment(letter, letter.change_until)
    return f"{here}\n" + t("You can do this until {moment}; after that please call the clinic.", moment=last)


def _phone(letter: Letter) -> str:
    return t("Telephone: {phone}", phone=letter.phone) if letter.phone else ""


def _footer(letter: Letter) -> str:
    if not letter.home:
        return t("Nobody reads replies to this message.")
    return t(
        "Nobody reads replies to this message. To choose how messages come, or to have none: {link}",
        link=f"{letter.home}/settings",
    )


def _moment(letter: Letter, at: datetime) -> str:
    return t("{day}, {time}", day=_day(letter, at), time=clock(at, letter.zone))


def _day(letter: Letter, at: datetime) -> str:
    language = LANGUAGE.get()
    return format_date(at.astimezone(letter.zone).date(), "full", locale=DAYS.get(language, language))
