"""The catalogues as they stand in the clinic: the one place where they are read.

They cost no question: the clinic's own row, which nearly every act reads, carries a stamp that is another after each
change. What a process has read for a stamp it keeps; a stamp that was taken back with its transaction never comes again.
"""

import json
from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlmodel import select

from hms.access import Scope
from hms.knowledge.changed import NO_CHANGES, Change, Changes
from hms.knowledge.laboratory import catalogue
from hms.knowledge.laboratory.kinds import Laboratory
from hms.knowledge.vaccines import catalogue as vaccine_list
from hms.knowledge.vaccines import schedule as schedule_of
from hms.knowledge.vaccines.catalogue import Vaccines
from hms.knowledge.vaccines.schedule import Schedule
from hms.models import CatalogueChange

KEPT = 8  # stamps: of one clinic one is enough, and a moment's transactions may see two


class Catalogues(NamedTuple):
    """What there is to choose from, and by what is judged."""

    laboratory: Laboratory
    vaccines: Vaccines
    schedule: Schedule


_read: dict[UUID, Catalogues] = {}


def current(scope: Scope) -> Catalogues:
    """Give the catalogues as the clinic has them now."""
    stamp = scope.clinic.catalogue_stamp
    if stamp is None:
        return Catalogues(catalogue.starter(), vaccine_list.starter(), schedule_of.who())
    found = _read.get(stamp)
    if found is None:
        changes = changes_of(scope)
        found = Catalogues(
            catalogue.read(changes.get("test", NO_CHANGES)), vaccine_list.read(changes.get("vaccine", NO_CHANGES)),
            schedule_of.read(changes.get("series", NO_CHANGES)),
        )  # fmt: skip
        if len(_read) >= KEPT:
            _read.clear()
        _read[stamp] = found
    return found


def changes_of(scope: Scope) -> Mapping[str, Changes]:
    """Read all that the clinic has changed, by kind and key, in the order in which it began to."""
    found: dict[str, dict[str, Change]] = {}
    for row in scope.db.exec(select(CatalogueChange).order_by(CatalogueChange.id)):  # type: ignore[arg-type]
        said = json.loads(row.says) if row.says else None
        found.setdefault(row.kind, {})[row.key] = Change(said, row.offered, row.off_at)
    return found
