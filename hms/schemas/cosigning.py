"""Notes of doctors in training before their supervisors."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from hms.schemas.base import Card, Form
from hms.schemas.notes import AddendumCard, NotePart, NoteText
from hms.schemas.visits import PatientBanner, PrescriptionCard


class SendBackForm(Form):
    """What is to be done with a note before it is co-signed; the same key says it once."""

    cosignature_id: UUID
    text: NoteText = ""
    key: Annotated[str, Field(min_length=8, max_length=64)]


class CosignLine(Card):
    """A note that waits for a supervisor's signature."""

    id: UUID
    patient: str
    kind: str
    writer: str
    began: str


class CosignPage(Card):
    """A note before a supervisor, with all that was added and prescribed."""

    line: CosignLine
    banner: PatientBanner
    parts: list[NotePart]
    summary: str
    prescriptions: list[PrescriptionCard]
    addenda: list[AddendumCard]
    signed_words: str
    altered: bool
    open: bool  # it can be signed or sent back now


class SentBack(Card):
    """A note that its writer's supervisor sent back."""

    appointment_id: str
    patient: str
    kind: str
    when: str


class SupervisorForm(Form):
    """Who supervises a doctor; nobody where the training has ended."""

    practitioner_id: UUID
    supervisor_id: UUID | None = None
