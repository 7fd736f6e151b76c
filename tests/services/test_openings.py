"""Who opened my record: everything, in plain words, by name of staff and never of other patients."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, text
from sqlmodel import SQLModel, select

from hms.access import Actor
from hms.db import transaction
from hms.models import AuditEntry, AuditSubject, Patient
from hms.schemas.openings import OpeningLine
from hms.services import attendance, finding, scheduling
from hms.services.openings import seeing, wording
from tests.support.cast import Cast, later


def lines(clinic: Cast, who: Actor, others: bool = True) -> list[OpeningLine]:
    """Read the first page."""
    page: Any = clinic.do(who, seeing.opened, None, others)
    assert page.lines[-1].why == "You registered at the clinic"
    found: list[OpeningLine] = page.lines[:-1]
    return found


def test_asha_reads_who_did_what_when_with_which_part_and_why(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    clinic.do(clinic.reception, attendance.check_in, booked.id, now=later(50))
    clinic.do(clinic.dr_rao, scheduling.card, booked.id, now=later(51))
    first, second = lines(clinic, clinic.asha)
    assert (first.who, first.role, first.did, first.part) == (
        "Dr Meera Rao", "Doctor", "Looked at an appointment", "Appointments",
    )  # fmt: skip
    assert (second.who, second.role, second.did, second.time) == ("Joon Park", "Front desk", "Checked you in", "10:50")
    assert first.day == "Monday 23 November 2026" and first.why and second.sound


def test_her_own_use_is_there_when_she_asks_for_it(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    assert lines(clinic, clinic.asha) == []
    mine = lines(clinic, clinic.asha, others=False)
    assert {line.who for line in mine} == {"You"} and "Booked an appointment" in {line.did for line in mine}


def test_bilal_never_appears_and_sees_nothing_of_asha(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    clinic.do(clinic.reception, finding.find, "Nair")
    assert "Bilal" not in str(lines(clinic, clinic.asha, others=False))
    assert "Found you by name, birth date or number" in {line.did for line in lines(clinic, clinic.asha)}
    assert lines(clinic, clinic.bilal) == []
    with transaction() as db:  # bilal's sign-in comes to act for asha
        act = insert(SQLModel.metadata.tables["audit_subject"])
        entry = db.exec(select(AuditEntry.id).where(AuditEntry.account_id == clinic.bilal.account_id)).first()
        db.connection().execute(act, [{"entry_id": entry, "patient_id": clinic.asha.patient_id}])
    whose = {line.who for line in lines(clinic, clinic.asha)}
    assert "Somebody who acts for the patient" in whose and "Bilal Haddad" not in whose


def test_a_record_that_was_merged_into_hers_is_part_of_it(clinic: Cast) -> None:
    clinic.book(clinic.bilal)
    clinic.do(clinic.reception, finding.find, "Haddad")
    with transaction() as db:
        db.get_one(Patient, clinic.bilal.patient_id).merged_into_id = clinic.asha.patient_id
    found = lines(clinic, clinic.asha)
    assert {"Joon Park", "The patient, signed in"} <= {line.who for line in found}
    assert sum("registered" in line.why for line in found) == 1  # and hers, the last


def test_pages_follow_each_other_without_a_gap(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    for minute in range(60):
        clinic.do(clinic.dr_rao, scheduling.card, booked.id, now=later(minute))
    seen, page = [], clinic.do(clinic.asha, seeing.opened)
    while True:
        seen += [line.id for line in page.lines]
        if not page.older:
            break
        page = clinic.do(clinic.asha, seeing.opened, UUID(page.older))
    assert len(seen) == len(set(seen)) == 61 and seen == sorted(seen, reverse=True)


def test_an_altered_entry_is_told(clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    booked = clinic.book(clinic.asha)
    clinic.do(clinic.dr_rao, scheduling.card, booked.id)
    clinic.do(clinic.reception, scheduling.card, booked.id)
    assert all(line.sound for line in lines(clinic, clinic.asha))
    with transaction() as db:
        db.connection().execute(text("DROP TRIGGER audit_entry_no_update"))
        changed = "UPDATE audit_entry SET account_id = NULL, role = 'system' WHERE role = 'doctor'"
        db.connection().execute(text(changed))
    assert [line.sound for line in lines(clinic, clinic.asha)] == [True, False]


def test_what_is_said_to_touch_no_record_touches_none(clinic: Cast) -> None:
    clinic.sign(clinic.visit(clinic.asha))
    with transaction(reading=True) as db:
        acts = db.exec(select(AuditEntry.act).join(AuditSubject).distinct()).all()
    assert acts and not {str(one) for one in wording.NO_RECORD} & set(acts)


def test_the_newest_of_very_many_come_from_the_index(clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    with transaction(reading=True) as db:
        one = seeing.select(AuditSubject.entry_id).where(AuditSubject.patient_id == clinic.asha.patient_id)
        asked = one.join(AuditEntry).order_by(AuditSubject.entry_id.desc()).limit(26)  # type: ignore[attr-defined]
        plan = db.execute(text("EXPLAIN QUERY PLAN " + str(asked.compile(compile_kwargs={"literal_binds": True}))))
        told = " ".join(str(row) for row in plan)
    assert "ix_audit_subject_patient_id_entry_id" in told and "TEMP B-TREE" not in told


def test_a_day_of_another_zone_is_worded_in_the_clinics(clinic: Cast) -> None:
    late = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    booked = clinic.book(clinic.asha)
    clinic.do(clinic.reception, scheduling.card, booked.id, now=late)
    (line,) = lines(clinic, clinic.asha)
    assert (line.day, line.time) == ("Tuesday 24 November 2026", "01:30")


@pytest.mark.parametrize("act", ["a permission of long ago", ""])
def test_what_is_no_longer_known_is_said_generally(act: str) -> None:
    assert wording.in_words(act, "verb").did == "Opened this record"
