"""Who may sign in, for how long, and how they got here."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from hms.models.base import Moment, Row, Sealed, at_column, sealed_column


class Account(Row, table=True):
    """Somebody who can sign in, with one role."""

    role: str
    email_sealed: bytes | None = sealed_column()
    email_index: str = Field(unique=True)
    name_sealed: bytes | None = sealed_column()
    password_hash: str
    patient_id: UUID | None = Field(default=None, foreign_key="patient.id", unique=True)
    practitioner_id: UUID | None = Field(default=None, foreign_key="practitioner.id", unique=True)
    made_at: datetime = at_column(nullable=False)
    disabled_at: Moment = at_column()
    disabled_by: UUID | None = None

    email = Sealed("email_sealed")
    name = Sealed("name_sealed")


class LoginSession(Row, table=True):
    """One sign-in; the cookie holds the token, the table only its hash."""

    __tablename__ = "login_session"

    token_hash: str = Field(unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = at_column(nullable=False)
    acted_at: datetime = at_column(nullable=False)  # the last human action, not pings or live reloads
    ends_at: datetime = at_column(nullable=False)
    ended_at: Moment = at_column(index=True)
    acting_id: UUID | None = None  # an ActingFor, where one does not act for oneself
    address_sealed: bytes | None = sealed_column()  # where it came from; audit entries name the session

    address = Sealed("address_sealed")


class Invitation(Row, table=True):
    """A link, single use: to set up a new clinic, or for a member of staff."""

    token_hash: str = Field(unique=True)
    role: str
    email_sealed: bytes | None = sealed_column()
    name_sealed: bytes | None = sealed_column()
    practitioner_id: UUID | None = Field(default=None, foreign_key="practitioner.id")
    made_at: datetime = at_column(nullable=False)
    made_by: UUID | None = None
    expires_at: datetime = at_column(nullable=False)
    used_at: Moment = at_column()

    email = Sealed("email_sealed")
    name = Sealed("name_sealed")


class SignInTry(Row, table=True):
    """A failed sign-in, counted by account and by address; both only as fingerprints."""

    __tablename__ = "sign_in_try"

    who: str = Field(index=True)
    at: datetime = at_column(nullable=False, index=True)
