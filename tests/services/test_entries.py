"""Entries of the medical record: written once, amended with a reason, never lost."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from hms.access import Scope, requires
from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import Condition, EntryVersion
from hms.permissions import Permission
from hms.services.chart import entries
from tests.support.cast import Cast


@requires(Permission.KEEP_CHART)
def note_down(scope: Scope, patient_id: Any, text: str, key: str = "", **other: Any) -> Condition:
    row = Condition(patient_id=patient_id, status="active", request_key=key or None, **other).sealing(text=text)
    return entries.write(scope, scope.patient(patient_id), row)


@requires(Permission.KEEP_CHART)
def put_right(scope: Scope, row_id: Any, version: int, reason: str, **fresh: Any) -> Condition:
    return entries.amend(scope, scope.one(Condition, row_id, lock=True), version, reason, **fresh)


@requires(Permission.KEEP_CHART)
def call_an_error(scope: Scope, row_id: Any, version: int, reason: str) -> Condition:
    return entries.void(scope, scope.one(Condition, row_id, lock=True), version, reason)


@requires(Permission.SEE_CHART)
def earlier(scope: Scope, row_id: Any) -> list[Any]:
    return entries.versions(scope, scope.one(Condition, row_id))


@pytest.fixture
def asthma(clinic: Cast) -> Condition:
    clinic.book(clinic.asha)
    row: Condition = clinic.do(clinic.dr_rao, note_down, clinic.asha.patient_id, "Asthma")
    return row


def test_what_an_entry_said_before_stays_readable(clinic: Cast, asthma: Condition) -> None:
    clinic.do(clinic.dr_rao, put_right, asthma.id, 1, "Spirometry", text="Asthma, moderate", severity="moderate")
    changed = clinic.do(clinic.dr_rao, put_right, asthma.id, 2, "Better since spring", severity="mild")
    assert (changed.text, changed.severity, changed.version) == ("Asthma, moderate", "mild", 3)
    told = clinic.do(clinic.dr_rao, earlier, asthma.id)
    assert [(one.number, one.reason, one.said["text"]) for one in told] == [
        (2, "Better since spring", "Asthma, moderate"),
        (1, "Spirometry", "Asthma"),
    ]
    assert told[0].who == "Dr Meera Rao"


def test_a_stale_change_and_one_without_a_reason_are_refused(clinic: Cast, asthma: Condition) -> None:
    clinic.do(clinic.dr_rao, put_right, asthma.id, 1, "Spirometry", severity="mild")
    with pytest.raises(Stale):
        clinic.do(clinic.dr_rao, put_right, asthma.id, 1, "I saw it first", severity="severe")
    with pytest.raises(Invalid):
        clinic.do(clinic.dr_rao, put_right, asthma.id, 2, "  ", severity="severe")
    assert len(clinic.do(clinic.dr_rao, earlier, asthma.id)) == 1


def test_an_error_is_struck_through_and_no_longer_changes(clinic: Cast, asthma: Condition) -> None:
    voided = clinic.do(clinic.dr_rao, call_an_error, asthma.id, 1, "Another patient's")
    assert voided.status == entries.IN_ERROR
    with pytest.raises(NotPossible):
        clinic.do(clinic.dr_rao, put_right, asthma.id, 2, "No, it was right", severity="mild")


def test_writing_twice_gives_the_first_entry(clinic: Cast, asthma: Condition) -> None:
    first = clinic.do(clinic.dr_rao, note_down, clinic.asha.patient_id, "Eczema", "one key")
    again = clinic.do(clinic.dr_rao, note_down, clinic.asha.patient_id, "Eczema", "one key")
    assert first.id == again.id


@pytest.mark.parametrize("when", ["before birth", "to come"])
def test_nothing_happens_before_birth_or_in_the_future(clinic: Cast, asthma: Condition, when: str) -> None:
    at = datetime(1890, 1, 2, tzinfo=UTC) if when == "before birth" else clinic.now + timedelta(hours=1)
    with pytest.raises(Invalid) as refused:
        clinic.do(clinic.dr_rao, note_down, clinic.asha.patient_id, "Measles", happened_at=at)
    assert "happened" in refused.value.fields


def test_who_does_not_care_for_a_patient_reaches_no_entry(clinic: Cast, asthma: Condition) -> None:
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, earlier, asthma.id)
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, put_right, asthma.id, 1, "Not mine", severity="mild")


def test_the_database_lets_nobody_remove_an_entry_or_rewrite_a_version(clinic: Cast, asthma: Condition) -> None:
    clinic.do(clinic.dr_rao, put_right, asthma.id, 1, "Spirometry", severity="mild")
    for model in (Condition, EntryVersion):
        with pytest.raises(DBAPIError, match="entries_stay"), transaction() as db:
            db.delete(db.exec(select(model)).one())
    with pytest.raises(DBAPIError, match="entries_stay"), transaction() as db:
        db.exec(select(EntryVersion)).one().reason = "because"


def test_who_wrote_an_entry_never_changes() -> None:
    with pytest.raises(ValueError, match="does not change"):
        entries.amend(None, Condition(patient_id=None, status="active"), 1, "x", patient_id=None)  # type: ignore[arg-type]
