"""What the tests of every service ask of what patients tell, and of the portal."""

from typing import Any
from uuid import UUID

from hms.access import Actor
from hms.schemas.record_changes import StatementChange
from hms.schemas.statements import RefuteForm, StatementCard, StatementForm
from hms.services.intake import confirming, statements
from tests.support.cast import Cast

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "intake.beginning.is_first", "intake.belonging.coverage", "intake.belonging.emergency",
    "intake.belonging.family_doctor", "intake.belonging.next_of_kin", "intake.consents.cards",
    "intake.identity.check_free", "intake.identity.is_free", "intake.identity.read", "intake.identity.set_born",
    "intake.identity.set_name", "intake.identity.set_sex", "intake.reaching_them.how", "intake.reaching_them.language",
    "intake.reaching_them.other_names", "intake.reaching_them.sex", "intake.reaching_them.where", "intake.steps.fits",
    "intake.steps.mark", "intake.steps.questions",
    "intake.consents.agree", "intake.consents.answer", "intake.consents.take_back", "intake.standing.cards",
    "intake.standing.grouped", "intake.standing.rows_of", "intake.statements.add", "intake.statements.no_allergies",
    "intake.statements.open_of", "intake.statements.replace", "intake.statements.say_none",
    "intake.statements.take_back", "intake.statements.told", "intake.whose.own", "openings.seeing.family",
    "prescribing.cards", "record.trees.kept", "record.trees.moment", "record.trees.when", "record.wording.document",
    "record.wording.observation", "record.wording.report", "record.wording.vaccination",
}  # fmt: skip


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each of these services is asked with."""
    return {
        "intake.statements.mine": (), "intake.statements.state": (StatementForm(kind="condition", text="Asthma"),),
        "intake.statements.state_none": ("operation",), "intake.statements.withdraw": (nobody,),
        "intake.confirming.stated": (nobody,), "intake.confirming.confirm": (nobody,),
        "intake.confirming.put_right": (StatementChange(entry_id=nobody, version=1, stated_text="Nuts", reason="x"),),
        "intake.confirming.refute": (RefuteForm(statement_id=nobody, reason="x"),),
        "intake.consents.my_consents": (), "intake.consents.consent_history": (),
        "intake.consents.give_consent": ("nothing", "1"), "intake.consents.withdraw_consent": ("nothing",),
        "intake.answering.answer": ("language", {"language": "en"}, 1), "intake.answering.answer_none": ("allergies",),
        "intake.answering.pass_over": ("address",), "intake.answering.agree_as_it_is": ("name",),
        "intake.asking.ask": (), "intake.asking.progress": (), "news.latest": (),
        "openings.seeing.opened": (), "record.parts.documents": (), "record.parts.overview": (),
        "record.parts.prescriptions": (), "record.parts.results": (), "record.parts.summaries": (),
        "record.parts.vaccinations": (),
    }  # fmt: skip


def say(clinic: Cast, who: Actor, kind: str, text: str, **more: Any) -> None:
    """Let a patient state something."""
    clinic.do(who, statements.state, StatementForm(kind=kind, text=text, **more))


def told(clinic: Cast, who: Actor, kind: str = "") -> list[StatementCard]:
    """Read what a patient knows of their own health, of one kind or of all."""
    return [e for g in clinic.do(who, statements.mine) for e in g.listed if not kind or g.kind == kind]


def stated(clinic: Cast, doctor: Actor, patient: Actor) -> list[StatementCard]:
    """Read what a doctor sees that a patient states."""
    page = clinic.do(doctor, confirming.stated, patient.patient_id)
    return [entry for group in page.groups for entry in group.listed]
