"""What is ordered of laboratory and imaging, what came of it, who has to look at it, and what a laboratory sent of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column
from hms.models.clinic import THE_CLINIC


class ServiceRequest(Row, table=True):
    """An order. FHIR's ServiceRequest; its status is active, completed or revoked: what is not placed yet is no row.

    A result that nobody here had ordered has one too, whose intent is filler-order: the laboratory's own. Nobody placed it;
    its doctor is who looks at the result, or one of those who do.
    """

    __tablename__ = "service_request"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    practitioner_id: UUID = Field(foreign_key="practitioner.id", index=True)  # who ordered it, and looks at its result
    encounter_id: UUID | None = Field(default=None, foreign_key="encounter.id", index=True)
    status: str = "active"
    intent: str = "order"  # or filler-order
    number_sealed: bytes | None = sealed_column()  # by which a laboratory names it
    number_index: str | None = Field(default=None, index=True, unique=True)
    category: str  # laboratory, imaging
    panel: str = ""  # of the catalogue; "" for what is ordered in words
    code_system: str = ""
    code: str = ""
    priority: str = "routine"  # routine, urgent, stat
    requisition_id: UUID  # what was ordered together
    name_sealed: bytes | None = sealed_column()  # as it was called then
    detail_sealed: bytes | None = sealed_column()  # such as which knee
    reason_sealed: bytes | None = sealed_column()
    ordered_at: datetime = at_column(nullable=False)
    completed_at: Moment = at_column()
    revoked_at: Moment = at_column()
    revoked_by: UUID | None = None  # an account
    revoke_reason_sealed: bytes | None = sealed_column()
    version: int = 1
    request_key: str = Field(unique=True)

    number = Sealed("number_sealed")
    name = Sealed("name_sealed")
    detail = Sealed("detail_sealed")
    reason = Sealed("reason_sealed")
    revoke_reason = Sealed("revoke_reason_sealed")


class DiagnosticReport(Row, table=True):
    """What came of an order: its results are the observations with this id as their group. FHIR's DiagnosticReport.

    Its status is partial (more is to come), final, amended, or entered-in-error.
    """

    __tablename__ = "diagnostic_report"
    __table_args__ = (
        Index("ix_diagnostic_report_held", "release_at", postgresql_where=text("released_at IS NULL"),
              sqlite_where=text("released_at IS NULL")),
    )  # fmt: skip

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    service_request_id: UUID = Field(foreign_key="service_request.id", index=True)
    status: str = "final"
    rank: int = 2  # how soon it is looked at: 0 critical, 1 not as usual, 2 as usual
    called_critical: bool = False  # by a person: no number has to say so
    happened_at: datetime = at_column(nullable=False)  # when the sample or the picture was taken
    issued_at: datetime = at_column(nullable=False)  # this version of it
    recorded_by: UUID | None = None  # an account
    release_at: datetime = at_column(nullable=False)  # when the patient may read it at the latest
    released_at: Moment = at_column()
    escalated_at: Moment = at_column()
    version: int = 1
    request_key: str = Field(unique=True)


OPEN = text("seen_at IS NULL AND closed_at IS NULL")


class ResultReview(Row, table=True):
    """That somebody has to look at a report, and that it was looked at; never removed, and never changed after that."""

    __tablename__ = "result_review"
    __table_args__ = (
        Index("uq_result_review_open", "report_id", "practitioner_id", unique=True, postgresql_where=OPEN, sqlite_where=OPEN),
    )  # fmt: skip

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    report_id: UUID = Field(foreign_key="diagnostic_report.id", index=True)
    practitioner_id: UUID = Field(foreign_key="practitioner.id", index=True)  # whose inbox it is in
    because: str  # ordered, unasked, changed, handed-over, escalated
    asked_at: datetime = at_column(nullable=False)
    asked_by: UUID | None = None  # an account; nobody where the clock did
    seen_at: Moment = at_column()
    seen_by: UUID | None = Field(default=None, foreign_key="practitioner.id")
    seen_version: int | None = None  # of the report
    note_sealed: bytes | None = sealed_column()
    closed_at: Moment = at_column()  # handed over, or another doctor has looked at what was escalated

    note = Sealed("note_sealed")


class ResultRules(Row, table=True):
    """When patients read results, and when somebody else looks; one row, and these defaults without it."""

    __tablename__ = "result_rules"

    id: UUID = Field(default=THE_CLINIC, primary_key=True)
    release_hours: int = 0  # 0: at once
    escalate_hours: int = 1  # after which a critical result that nobody looked at goes to other doctors
    version: int = 1


class LaboratoryRecord(Row, table=True):
    """A report, result or paper as a laboratory sent it, each version of it word for word, and what it became here."""

    __tablename__ = "laboratory_record"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    report_id: UUID = Field(foreign_key="diagnostic_report.id", index=True)
    kind: str  # DiagnosticReport, Observation, or DocumentReference for a paper that came with it
    source_index: str = Field(index=True)  # of whom it is from and what they call it
    said_index: str = Field(unique=True)  # of what it says: the same words are filed once
    row_id: UUID  # the report, the result, or the document
    status: str  # as it was sent
    issued_at: Moment = at_column()
    body_sealed: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)
    filed_at: datetime = at_column(nullable=False)
    filed_by: UUID | None = None  # an account; nobody on the command line

    body = Sealed("body_sealed")
