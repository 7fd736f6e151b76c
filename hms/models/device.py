"""Links that open something without a person: a waiting-room screen, a kiosk, a private calendar feed."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from hms.models.base import Moment, Row, at_column


class Device(Row, table=True):
    """A screen or a kiosk. Its link opens a session of its own account, which reaches nothing else."""

    name: str
    kind: str  # display or kiosk: the role of its account
    account_id: UUID = Field(foreign_key="account.id", unique=True)
    department_id: UUID | None = Field(default=None, foreign_key="department.id")  # what it shows; None: everything
    token_hash: str = Field(unique=True)
    made_at: datetime = at_column(nullable=False)
    made_by: UUID | None = None
    opened_at: Moment = at_column()  # the last time that its link was used
    revoked_at: Moment = at_column()


class CalendarFeed(Row, table=True):
    """A private address under which a person's calendar programme reads their appointments."""

    __tablename__ = "calendar_feed"

    account_id: UUID = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(unique=True)
    made_at: datetime = at_column(nullable=False)
    read_at: Moment = at_column()
    revoked_at: Moment = at_column()
