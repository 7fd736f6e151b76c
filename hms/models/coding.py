"""Which codes a doctor uses, so that they are offered first. It names no patient."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, UniqueConstraint

from hms.models.base import Row, at_column


class CodeUse(Row, table=True):
    """How often a doctor has used a code of ICD-10-CM, and whether it is a favourite."""

    __tablename__ = "code_use"
    __table_args__ = (UniqueConstraint("practitioner_id", "code"),)

    practitioner_id: UUID = Field(foreign_key="practitioner.id", index=True)
    code: str
    count: int = 0
    favourite: bool = False
    used_at: datetime = at_column(nullable=False)
