"""How personal data came to be what it is: every change with both values, and wishes that reception answers."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class PersonalChange(Row, table=True):
    """One piece of personal data that was changed, with the value before and after."""

    __tablename__ = "personal_change"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    at: datetime = at_column(nullable=False)
    account_id: UUID | None = None
    role: str
    field: str  # family_name, born, contact, identifier, ...
    before_sealed: bytes | None = sealed_column()
    after_sealed: bytes | None = sealed_column()
    request_id: UUID | None = Field(default=None, foreign_key="change_request.id")

    before = Sealed("before_sealed")
    after = Sealed("after_sealed")


class ChangeRequest(Row, table=True):
    """A patient asks for another name, birth date, sex or identifier: reception accepts or declines it."""

    __tablename__ = "change_request"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    account_id: UUID = Field(foreign_key="account.id")
    made_at: datetime = at_column(nullable=False)
    wishes_sealed: bytes | None = sealed_column()  # JSON: field to [before, wished]
    reason_sealed: bytes | None = sealed_column()
    accepted_at: Moment = at_column()
    declined_at: Moment = at_column()
    withdrawn_at: Moment = at_column()
    decided_by: UUID | None = None
    answer_sealed: bytes | None = sealed_column()  # what reception wrote to a refusal
    version: int = 1

    wishes = Sealed("wishes_sealed")
    reason = Sealed("reason_sealed")
    answer = Sealed("answer_sealed")
