"""What a letter or certificate is written from, and how it stands on paper."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field

from hms.schemas.base import Card, Form
from hms.schemas.checks import one_line
from hms.schemas.record_lists import Day
from hms.schemas.scheduling import Key
from hms.schemas.visits import PatientBanner
from hms.texts import t

KINDS = {"referral": t("Referral letter"), "sick-note": t("Sick note"), "fitness": t("Certificate of fitness")}
URGENCIES = {"routine": t("Routine"), "soon": t("Soon, within two weeks"), "urgent": t("Urgent, today")}
VERDICTS = {
    "fit": t("Fit"), "limited": t("Fit with limits"), "unfit": t("Not fit for the time being"),
}  # fmt: skip


def _of(known: dict[str, str]) -> Any:
    def judge(value: Any) -> Any:
        if value not in known:
            raise ValueError(t("Please choose one"))
        return value

    return BeforeValidator(judge)


Line = Annotated[str, Field(min_length=1), one_line(150)]
Words = Annotated[str, Field(min_length=1, max_length=4_000)]
MoreWords = Annotated[str, Field(max_length=4_000)]


class LetterForm(Form):
    """What every letter has."""

    patient_id: UUID
    key: Key


class ReferralForm(LetterForm):
    """To whom, why, and what is asked; what of the chart goes along is the doctor's to edit."""

    to: Line
    urgency: Annotated[str, _of(URGENCIES)]
    why: Words
    ask: Words
    problems: MoreWords = ""
    medicines: MoreWords = ""
    allergies: MoreWords = ""


class SickNoteForm(LetterForm):
    """From when until when, both days included. Whoever gets it learns no diagnosis unless one is written here."""

    from_on: date
    until_on: date
    limits: MoreWords = ""
    diagnosis: MoreWords = ""


class FitnessForm(LetterForm):
    """What somebody is fit for, or not."""

    fit_for: Line
    verdict: Annotated[str, _of(VERDICTS)]
    limits: MoreWords = ""
    until_on: Day = None


AnyLetter = ReferralForm | SickNoteForm | FitnessForm
FORMS: dict[str, type[AnyLetter]] = {"referral": ReferralForm, "sick-note": SickNoteForm, "fitness": FitnessForm}


class LetterPart(Card):
    """A part of a letter under its title; "" where the words speak for themselves."""

    title: str
    text: str


class LetterPaper(Card):
    """A letter as it stands on paper."""

    name: str  # of the file
    title: str
    clinic: str
    doctor: str
    department: str
    patient: str
    born: str
    record_number: str
    to: str
    day: str
    signed: str  # "" before it is
    parts: list[LetterPart]
    link: str
    proof: str  # what opens the page that the code leads to


class LetterStart(Card):
    """What a letter begins with: whose it is, and what the chart holds."""

    banner: PatientBanner
    today: str
    problems: str
    medicines: str
    allergies: str


class CheckedLetter(Card):
    """What a code says of a letter: whether it stands; and for whoever holds it, what it says."""

    stands: bool
    issued: str
    asks_born: bool
    paper: LetterPaper | None
