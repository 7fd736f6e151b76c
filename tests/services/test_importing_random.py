"""Whatever was cut out of a file or put into it: it is refused whole, or every record of it is somewhere, once."""

import copy
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest

from hms.models import Condition, Immunization, ImportedRecord, Observation, Procedure
from hms.services import importing
from tests.services.test_importing_again import chart
from tests.support.fhir_import import digests, imported, rows

AUDIT = {"audit_entry", "audit_subject"}
ROUNDS = 25
ODD: list[Any] = [
    None, True, 0, -1, 10**30, 1.5, "", "x", [], {}, [{}], {"text": "y"}, "2019", "2019-02-30", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00", "entered-in-error", {"value": 7}, {"start": "2020", "end": "2019"}, {"reference": "#no"},
    {"coding": [{"system": "urn:x", "code": "z"}]},
]  # fmt: skip
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., importing.FileReport]:
    """Give the way to import a tree, or a file."""
    return partial(imported, tmp_path)


def of_somebody(number: int) -> dict[str, Any]:
    """Write the file of one more person: the same record under other ids."""
    told = json.dumps(chart()).replace("H-mei", f"H-{number}")
    other = re.sub(r"[0-9a-f-]{36}", lambda found: str(UUID(int=UUID(found[0]).int ^ (number + 1))), told)
    made: dict[str, Any] = json.loads(other)
    return made


def places(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List every place of a tree."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [one for name, part in steps for one in ((*above, name), *places(part, (*above, name)))]


def mutilate(tree: dict[str, Any], chance: Random) -> None:
    """Cut something out of one of its resources, or put something odd in its place."""
    resource = chance.choice(tree["entry"])["resource"]
    *above, last = chance.choice([one for one in places(resource) if one[0] not in {"resourceType", "id"}])
    inside: Any = resource
    for name in above:
        inside = inside[name]
    if chance.random() < 0.5:
        del inside[last]
    else:
        inside[last] = copy.deepcopy(chance.choice(ODD))


def test_nothing_of_a_mutilated_file_is_lost_or_there_twice(take: Callable[..., Any]) -> None:
    chance, came, refusals = Random(2026), 0, 0
    for number in range(ROUNDS):
        tree = of_somebody(number)
        for _ in range(chance.randint(1, 3)):
            mutilate(tree, chance)
        before, kept = digests(), len(rows(ImportedRecord))
        try:
            told = take(tree)
        except importing.ImportRefused as refusal:
            assert refusal.reason
            assert digests() == before, "a refused file leaves nothing"
            refusals += 1
            continue
        came += 1
        counted = sum(sum(part.values()) for part in (told.taken_in, told.kept_for_later, told.unchanged))
        assert counted == len(tree["entry"])
        assert len(rows(ImportedRecord)) == kept + len(tree["entry"]) - sum(told.unchanged.values())
        stood = digests(but=AUDIT)
        again = take(tree)
        assert (again.taken_in, again.kept_for_later) == ({}, {})
        assert digests(but=AUDIT) == stood, "a second time changes nothing"
    assert came > ROUNDS / 4
    assert refusals
    named: set[UUID | None] = {record.row_id for record in rows(ImportedRecord)} - {None}
    for table in (Condition, Observation, Immunization, Procedure):
        for row in rows(table):
            assert {row.id, getattr(row, "group_id", None)} & named
