"""The questions of the registration at home, in their order; which fit whom, and which are answered."""

from typing import NamedTuple

from sqlmodel import select

from hms.access import Scope
from hms.models import IntakeStep, Patient
from hms.schemas.intake import Question
from hms.services.local_time import today
from hms.texts import t

YOU, REACH, CARE, HEALTH, CONSENT = (
    t("About you"), t("How we reach you"), t("Your care"), t("Your health"), t("What you agree to"),
)  # fmt: skip
FERTILE = (10, 55)  # years: whom it makes sense to ask about a pregnancy


class Step(NamedTuple):
    """A question."""

    name: str
    title: str
    group: str
    needed: bool = False  # it cannot be passed over
    kind: str = ""  # of the statements that it gathers


STEPS = (
    Step("name", t("What is your name?"), YOU, needed=True),
    Step("other_names", t("Do you have other names?"), YOU),
    Step("born", t("When were you born?"), YOU, needed=True),
    Step("sex", t("What is your sex?"), YOU, needed=True),
    Step("language", t("Which language do you speak best?"), YOU),
    Step("contacts", t("How can we reach you?"), REACH),
    Step("address", t("Where do you live?"), REACH),
    Step("emergency", t("Whom shall we call in an emergency?"), REACH),
    Step("next_of_kin", t("Who is your next of kin?"), REACH),
    Step("coverage", t("Who pays for your treatment?"), CARE),
    Step("family_doctor", t("Who is your family doctor?"), CARE),
    Step("allergies", t("Are you allergic to anything?"), HEALTH, needed=True, kind="allergy"),
    Step("conditions", t("Do you have lasting illnesses?"), HEALTH, kind="condition"),
    Step("medicines", t("Which medicines do you take?"), HEALTH, kind="medicine"),
    Step("operations", t("Have you had operations?"), HEALTH, kind="operation"),
    Step("family_history", t("Which illnesses run in your family?"), HEALTH, kind="family_history"),
    Step("habits", t("Do you smoke or drink alcohol?"), HEALTH),
    Step("pregnancy", t("Are you pregnant?"), HEALTH),
    Step("blood_group", t("Do you know your blood group?"), HEALTH),
    Step("consents", t("What do you agree to?"), CONSENT, needed=True),
)
BY_NAME = {step.name: step for step in STEPS}


def fits(scope: Scope, patient: Patient, step: Step) -> bool:
    """Tell whether a question makes sense for somebody: a pregnancy only where there can be one."""
    if step.name != "pregnancy":
        return True
    if patient.sex == "male":
        return False
    born = patient.born_on
    return born is None or FERTILE[0] <= (today(scope) - born).days / 365.25 <= FERTILE[1]


def questions(scope: Scope, patient: Patient) -> list[Question]:
    """List the questions for somebody, each with whether it was answered or passed over."""
    asked = select(IntakeStep.step).where(IntakeStep.patient_id == patient.id)
    done = set(scope.db.exec(asked))
    return [
        Question(step=s.name, title=s.title, group=s.group, needed=s.needed, done=s.name in done)
        for s in STEPS
        if fits(scope, patient, s)
    ]


def mark(scope: Scope, patient: Patient, step: str) -> None:
    """Note that a question was answered or passed over; a second time changes nothing."""
    known = select(IntakeStep).where(IntakeStep.patient_id == patient.id, IntakeStep.step == step)
    if scope.db.exec(known).first() is None:
        scope.db.add(IntakeStep(patient_id=patient.id, step=step, done_at=scope.now))
        scope.db.flush()
