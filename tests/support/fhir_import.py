"""Importing in a test: the act itself, and the database before and after."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlmodel import SQLModel, select

from hms.access import SYSTEM, perform
from hms.db import transaction
from hms.services import importing
from tests.support.fhir_files import write

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
M = TypeVar("M", bound=SQLModel)


def imported(folder: Path, content: Any, now: datetime = NOW) -> importing.FileReport:
    """Import a file, or a tree by way of a file in the folder."""
    path = content if isinstance(content, Path) else write(folder, content)
    return perform(importing.import_file, SYSTEM, path, now=now)


def rows(model: type[M]) -> list[M]:
    """List a table."""
    with transaction(reading=True) as db:
        return list(db.exec(select(model)))


def digests(but: set[str] = frozenset()) -> dict[str, str]:
    """Sum up every table but some: how many rows, and what is in them."""
    found = {}
    with transaction(reading=True) as db:
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in but:
                lines = sorted(repr(tuple(row)) for row in db.connection().execute(table.select()))
                found[table.name] = f"{len(lines)} {hashlib.sha256(''.join(lines).encode()).hexdigest()}"
    return found


def refused(take: Callable[..., Any], content: Any) -> importing.ImportRefused:
    """Give the refusal of a file; nothing of it is stored."""
    before = digests()
    with pytest.raises(importing.ImportRefused) as caught:
        take(content)
    assert digests() == before, "nothing of a refused file is stored"
    return caught.value
