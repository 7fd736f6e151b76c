"""What a measurement or result said before it was put right, in a line for each time: the newest first."""

import json
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.knowledge.vitals.measures import UNITS
from hms.models import UNREADABLE, EntryVersion, Observation
from hms.schemas.words import plain_day
from hms.services.chart.entries import IN_ERROR
from hms.services.local_time import local_day
from hms.texts import t

Names = Mapping[UUID | None, str]


def kept(scope: Scope, rows: Iterable[Observation]) -> dict[UUID, list[EntryVersion]]:
    """Read what some of these said before, the newest first; those that never changed are left out."""
    ids = {row.id for row in rows if row.version > 1}
    found: dict[UUID, list[EntryVersion]] = {}
    if ids:
        asked = select(EntryVersion).where(col(EntryVersion.entry_id).in_(ids))
        for one in scope.db.exec(asked.order_by(col(EntryVersion.number).desc())):
            found.setdefault(one.entry_id, []).append(one)
    return found


def told(
    scope: Scope, row: Observation, before: Sequence[EntryVersion], names: Names, answers: Mapping[str, str]
) -> list[str]:
    """Say each time what it said, who changed that, when and why; what was called an error still shows what it said."""
    lines, by = [], t("the laboratory") if row.source == "laboratory" else ""
    for place, one in enumerate(before):
        day, who = plain_day(local_day(scope, one.changed_at)), names.get(one.changed_by, "") or by
        facts = {"day": day, "who": who, "why": one.reason}
        if place == 0 and row.status == IN_ERROR:
            lines.append(t("Called an error on {day} by {who}: {why}", **facts))
        else:
            lines.append(t("It said {said}. Put right on {day} by {who}: {why}", said=_said(one, answers), **facts))
    return lines


def _said(one: EntryVersion, answers: Mapping[str, str]) -> str:
    if one.body == UNREADABLE:
        return one.body
    said = json.loads(one.body)
    if not said["number"]:
        return answers.get(said["text"], said["text"])
    return f"{said['number']} {UNITS.get(said['unit'], said['unit'])}".strip()
