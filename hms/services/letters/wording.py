"""What stands on a letter, word for word, by its kind; and what no letter may say."""

from datetime import date, timedelta
from functools import singledispatch

from hms.access import Scope
from hms.errors import Invalid, NotPossible
from hms.models import Patient
from hms.schemas.letters import URGENCIES, AnyLetter, FitnessForm, LetterPart, ReferralForm, SickNoteForm
from hms.schemas.words import plain_day
from hms.services.local_time import today
from hms.texts import t

LONGEST = timedelta(days=366)  # of a sick note
EARLIEST = timedelta(days=92)  # before today: nobody vouches for what they did not see
KIND_OF: dict[type[AnyLetter], str] = {ReferralForm: "referral", SickNoteForm: "sick-note", FitnessForm: "fitness"}


def judge(scope: Scope, patient: Patient, form: AnyLetter) -> None:
    """Make sure that a letter can be written so. Raises Invalid, or NotPossible for somebody who has died."""
    if patient.deceased and not isinstance(form, ReferralForm):
        raise NotPossible(t("This patient has died"), t("No certificate can be written."))
    if isinstance(form, SickNoteForm):
        _judge_days(scope, form)
    if isinstance(form, FitnessForm):
        if form.verdict == "limited" and not form.limits:
            raise Invalid(limits=t("Say which limits"))
        if form.until_on and form.until_on < today(scope):
            raise Invalid(until_on=t("This is in the past"))


def _judge_days(scope: Scope, form: SickNoteForm) -> None:
    if form.until_on < form.from_on:
        raise Invalid(until_on=t("This is before the first day, {day}", day=plain_day(form.from_on)))
    if form.until_on - form.from_on > LONGEST:
        raise Invalid(until_on=t("A sick note is for a year at most"))
    if not today(scope) - EARLIEST <= form.from_on <= today(scope) + LONGEST:
        raise Invalid(from_on=t("Give a day of the last three months or the year to come"))


@singledispatch
def parts(form: AnyLetter, name: str, day: date) -> list[LetterPart]:
    """Word what a letter says of somebody, part by part."""
    raise TypeError(type(form))


@parts.register
def _referral(form: ReferralForm, _name: str, _day: date) -> list[LetterPart]:
    return _told(
        (t("Urgency"), URGENCIES[form.urgency]), (t("Why I refer"), form.why), (t("What I ask"), form.ask),
        (t("Problems"), form.problems), (t("Medicines"), form.medicines), (t("Allergies"), form.allergies),
    )  # fmt: skip


@parts.register
def _sick_note(form: SickNoteForm, name: str, _day: date) -> list[LetterPart]:
    days = {"name": name, "first": plain_day(form.from_on), "last": plain_day(form.until_on)}
    said = t("{name} cannot work or attend classes from {first} until {last}, both days included.", **days)
    if form.from_on == form.until_on:
        said = t("{name} cannot work or attend classes on {first}.", **days)
    return _told(("", said), (t("What is possible meanwhile"), form.limits), (t("Diagnosis"), form.diagnosis))


@parts.register
def _fitness(form: FitnessForm, name: str, day: date) -> list[LetterPart]:
    facts = {"name": name, "day": plain_day(day), "what": form.fit_for}
    said = {
        "fit": t("I examined {name} on {day} and find them fit for: {what}.", **facts),
        "limited": t("I examined {name} on {day} and find them fit, with limits, for: {what}.", **facts),
        "unfit": t("I examined {name} on {day} and find them not fit for the time being for: {what}.", **facts),
    }[form.verdict]
    until = plain_day(form.until_on) if form.until_on else ""
    return _told(("", said), (t("Limits"), form.limits), (t("Valid until"), until))


def _told(*pairs: tuple[str, str]) -> list[LetterPart]:
    return [LetterPart(title=title, text=text) for title, text in pairs if text]
