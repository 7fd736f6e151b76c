"""What the tests of every service ask of those for the note of a visit."""

from typing import Any
from uuid import UUID

from hms.schemas.cosigning import SendBackForm, SupervisorForm
from hms.schemas.notes import AddendumForm, NoteForm
from hms.schemas.own_patients import OwnPatientsForm
from hms.schemas.templates import TemplateForm

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "encounters.check_living", "notes.drafts.asides", "notes.drafts.written", "notes.proving.prove",
    "notes.addenda.complete", "notes.addenda.of_visit", "notes.sealing.altered", "notes.sealing.differs", "notes.signing.sign_proven", "visits.page_of",
    "chart.glance.glance_of", "chart.filters.results_of", "notes.addenda.rows", "notes.addenda.write", "notes.supervision.ask", "notes.supervision.open_of",
    "notes.supervision.states", "notes.supervision.tell", "supervisors.check",
    "notes.carrying.last", "notes.carrying.who", "notes.carrying.whose", "notes.filling.filled",
}  # fmt: skip


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each service for notes is asked with."""
    note = NoteForm(encounter_id=nobody, assessment="x", version=1)
    return {
        "notes.drafts.beside": (nobody,), "notes.drafts.leave_out": (nobody, "x"), "notes.drafts.save_note": (note,),
        "notes.addenda.add": (AddendumForm(encounter_id=nobody, text="x", key="k" * 32), "wrong"),
        "notes.cosigning.awaiting": (), "notes.cosigning.read": (nobody,), "notes.cosigning.sent_back": (),
        "notes.cosigning.cosign": (nobody, "wrong"),
        "notes.cosigning.send_back": (SendBackForm(cosignature_id=nobody, text="x", key="k" * 32), "wrong"),
        "supervisors.supervise": (SupervisorForm(practitioner_id=nobody),),
        "handover.content.take_summary": (nobody,),
        "chart.own_patients.choices": (), "chart.own_patients.list_own": (OwnPatientsForm(),),
        "notes.carrying.carry_forward": (nobody,), "notes.templates.beginnings": (nobody,),
        "notes.templates.fill": (nobody, nobody), "notes.templates.listed": (), "notes.templates.remove": (nobody, 1),
        "notes.templates.save": (TemplateForm(name="Cough", plan="Rest", key="k" * 32),),
        "notes.waiting.unsigned": (), "notes.signing.sign": (note, "wrong"),
    }  # fmt: skip
