"""Rows by their keys, each asked for once in an act."""

from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlmodel import col

from hms.access import Scope
from hms.models import Row

M = TypeVar("M", bound=Row)
IDS: Any = bindparam("ids", expanding=True)


def by_id(scope: Scope, model: type[M], ids: set[UUID]) -> dict[UUID, M]:
    """Fetch rows, asking only for those that this transaction has not read yet."""
    known = {row.id: row for row in scope.db.identity_map.values() if isinstance(row, model) and row.id in ids}
    if missing := ids - known.keys():
        known |= {row.id: row for row in scope.db.scalars(_by_ids(model), {"ids": list(missing)})}
        scope.db.info.setdefault("held", []).append(known)  # a session forgets what nobody holds
    return known


@cache
def _by_ids(model: type[M]) -> Select[Any]:
    """Build the question once for each table: building it costs as much as asking it."""
    return select(model).where(col(model.id).in_(IDS))
