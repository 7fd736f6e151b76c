"""That a severe alert of the prescribing checks was read and a medicine prescribed all the same. Never changed."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, UniqueConstraint

from hms.models.base import Row, Sealed, at_column, sealed_column


class AlertOverride(Row, table=True):
    """A severe alert of one prescription, who went on in spite of it, and why."""

    __tablename__ = "alert_override"
    __table_args__ = (UniqueConstraint("prescription_id", "alert_key"),)

    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    prescription_id: UUID = Field(foreign_key="medication_request.id")
    alert_key: str  # kind and ingredients, the same whenever the same is said: names nobody
    kind: str
    pair: str  # the ingredients or classes, for the count
    reason_sealed: bytes | None = sealed_column()
    overridden_at: datetime = at_column(nullable=False, index=True)
    overridden_by: UUID | None = None  # an account

    reason = Sealed("reason_sealed")
