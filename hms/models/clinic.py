"""The clinic itself and its departments."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from hms.models.base import Moment, Row, at_column

THE_CLINIC = UUID(int=1)


class Clinic(Row, table=True):
    """The one clinic of this installation."""

    id: UUID = Field(default=THE_CLINIC, primary_key=True)
    name: str = ""
    country: str = ""  # ISO 3166-1 alpha-2
    zone: str = "UTC"  # IANA name
    language: str = "en"
    units: str = ""  # a name of schemas.vitals.UNIT_SETS; "" for what is usual in the country
    key_check: bytes = Field(sa_type=LargeBinary)  # opens only with the keys that this database was made with
    demo: bool = False
    set_up_at: Moment = at_column()
    # Another with each change of a catalogue: whoever knows the catalogues of this one need not read them again.
    catalogue_stamp: UUID | None = None


class Department(Row, table=True):
    """A part of the clinic that patients choose by what it treats."""

    name: str = Field(unique=True)
    opened_at: datetime = at_column(nullable=False)
    closed_at: Moment = at_column()
    version: int = 1


class Counter(SQLModel, table=True):
    """A number that is drawn one after the other."""

    name: str = Field(primary_key=True)
    value: int
