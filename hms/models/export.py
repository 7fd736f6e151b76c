"""What a patient takes along: asked for, made in the background, fetched once by each link, then gone."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from hms.models.base import Moment, Row, at_column


class RecordExport(Row, table=True):
    """One download of everything in a record."""

    __tablename__ = "record_export"

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)  # who asked, and who alone may fetch it
    request_key: str = Field(unique=True)
    asked_at: datetime = at_column(nullable=False)
    claimed_until: Moment = at_column()  # a worker is making it
    steps_done: int = 0
    file_id: UUID | None = None  # a StoredFile
    finished_at: Moment = at_column()
    failed_at: Moment = at_column()
    over_at: Moment = at_column(index=True)  # removed: fetched, outlived or replaced
    link_hash: str | None = Field(default=None, unique=True)  # the one link that is good now
    link_until: Moment = at_column()
    fetched_at: Moment = at_column()
