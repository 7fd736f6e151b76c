"""What the portal keeps of its readers."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, UniqueConstraint

from hms.models.base import Moment, Row, at_column


class PortalLook(Row, table=True):
    """When somebody last looked at a patient's home page, and when before that: what came since is new to them."""

    __tablename__ = "portal_look"
    __table_args__ = (UniqueConstraint("account_id", "patient_id"),)

    account_id: UUID = Field(foreign_key="account.id")
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    looked_at: datetime = at_column(nullable=False)
    before_at: Moment = at_column()  # the end of the look before this one
