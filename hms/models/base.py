"""What every table shares: keys that sort by time, sealed columns, who and when."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from hms.db import Instant
from hms.errors import NotPossible
from hms.security.encryption import SealBroken, seal, unseal
from hms.texts import t

log = logging.getLogger("hms.models")
UNREADABLE = "⚠ cannot be read: integrity"


class Row(SQLModel):
    """A row with a UUIDv7 made before the insert."""

    id: UUID = Field(default_factory=uuid7, primary_key=True)

    def sealing(self, **texts: str | None) -> Self:
        """Set sealed columns; None where nothing was given."""
        for name, plain in texts.items():
            setattr(self, name, plain)
        return self


def sealed_column() -> Any:
    """Declare the stored side of a sealed text: a blob, or nothing."""
    return Field(default=None, sa_type=LargeBinary, nullable=True)


def at_column(index: bool = False, nullable: bool = True) -> Any:
    """Declare an instant."""
    return Field(default=None, sa_type=Instant, nullable=nullable, index=index)


def _open(row: Row, column: str) -> str:
    blob: bytes | None = getattr(row, column)
    if blob is None:
        return ""
    table = str(type(row).__tablename__)
    try:
        return unseal(table, column, row.id.bytes, blob)
    except SealBroken:
        log.exception("a sealed value does not open: %s.%s of row %s", table, column, row.id)
        return UNREADABLE


def _close(row: Row, column: str, plain: str | None) -> None:
    if _open(row, column) == UNREADABLE:
        raise NotPossible(
            t("This entry cannot be saved"), t("What is stored there was damaged. Tell the administrator.")
        )
    setattr(row, column, None if plain is None else seal(str(type(row).__tablename__), column, row.id.bytes, plain))


if TYPE_CHECKING:

    class Sealed:
        """A sealed text, read and written as plain text."""

        def __init__(self, column: str) -> None: ...
        def __get__(self, row: object, owner: object = None) -> str: ...
        def __set__(self, row: object, plain: str | None) -> None: ...

else:

    def Sealed(column: str) -> property:
        """Open on reading and seal on writing; "" where nothing is stored, a warning where it was tampered with."""
        return property(lambda row: _open(row, column), lambda row, plain: _close(row, column, plain))


Moment = datetime | None
