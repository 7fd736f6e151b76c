"""The demo clinic: what is in it, that it is the same for the same seed, and that nothing of it lies open on disk."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from hms import demo
from hms.access import SYSTEM, VISITOR, Actor, Scope, perform
from hms.config import reset_settings, settings
from hms.db import dispose, transaction
from hms.demo import course
from hms.demo.people import ALLERGIES, everybody
from hms.demo.plan import Planner
from hms.demo.staff import ADMINISTRATOR, DEPARTMENTS, DOCTOR, PATIENT, RECEPTION, STAFF, ZONE
from hms.errors import NotPossible, Refusal
from hms.models import (
    Account,
    AllergyIntolerance,
    Appointment,
    AppointmentMove,
    Clinic,
    Consent,
    Coverage,
    Department,
    Encounter,
    HealthStatement,
    IntakeStep,
    MedicationRequest,
    OutboxMessage,
    Patient,
    PatientContact,
    PatientIdentifier,
    PatientRelation,
    Practitioner,
    SpecialTime,
)  # fmt: skip
from hms.permissions import Role
from hms.security import keys
from hms.services import day, directory, portal, prescribing, sign_in, upkeep
from hms.services.blocks import Blocks
from hms.services.duplicates import looking, work_list
from hms.services.notes.words import whole
from hms.services.orders import inbox, seeing
from hms.services.record import parts
from hms.services.sign_in import email_index

RECORD_NUMBER = re.compile(r"\d{6}-\d")
PASSWORD = "tidal-lantern-orchard-47"  # made up for these tests
NOON, NIGHT = datetime(2026, 11, 24, 12, 10, tzinfo=UTC), datetime(2026, 11, 22, 2, 40, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 25, 2, 40, tzinfo=UTC)

SEALED = {
    PatientContact: ("value",),
    PatientIdentifier: ("value",),
    Account: ("name", "email"),
    Practitioner: ("name",),
    Appointment: ("reason", "cancel_reason"),
    AppointmentMove: ("reason",),
    Encounter: ("kind", "note", "summary"),
    MedicationRequest: ("advice",),
    HealthStatement: ("text",),
    PatientRelation: ("name", "phone", "address"),
    Coverage: ("payer", "member"),
}


def _point_at(folder: Path, is_demo: bool = True) -> None:
    dispose()
    os.environ.update(HMS_DATA_DIR=str(folder), HMS_DEMO="1" if is_demo else "0")
    reset_settings()
    keys.forget()


@pytest.fixture(autouse=True, scope="module")
def as_before() -> Iterator[None]:
    """Leave the settings as they were."""
    before = dict(os.environ)
    yield
    dispose()
    os.environ.clear()
    os.environ.update(before)
    reset_settings()
    keys.forget()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Give the way to prepare an empty clinic in a folder of its own."""

    def prepared(is_demo: bool = True) -> Path:
        folder = tmp_path_factory.mktemp("demo") / "data"
        _point_at(folder, is_demo)
        upkeep.prepare(demo=is_demo)
        return folder

    return prepared


@pytest.fixture(scope="module")
def made(fresh: Callable[..., Path]) -> tuple[demo.DemoClinic, Path]:
    """Make the demo once for this file, at noon of a working day."""
    folder = fresh()
    return demo.build(PASSWORD, 7, today=NOON), folder


@pytest.fixture
def clinic(made: tuple[demo.DemoClinic, Path]) -> demo.DemoClinic:
    """Point at the demo, whatever a test before has pointed at."""
    _point_at(made[1])
    return made[0]


@pytest.fixture
def db(clinic: demo.DemoClinic) -> Iterator[Session]:
    """Read the demo."""
    with transaction(reading=True) as session:
        yield session


def _actor(db: Session, email: str) -> Actor:
    row = db.exec(select(Account).where(Account.email_index == email_index(email))).one()
    return Actor(Role(row.role), row.id, None, row.patient_id, row.practitioner_id, row.name)


def test_it_has_the_size_of_a_small_clinic(clinic: demo.DemoClinic, db: Session) -> None:
    assert (clinic.patients, clinic.doctors) == (400, 12)
    assert {d.name for d in db.exec(select(Department))} == set(DEPARTMENTS)
    assert len(db.exec(select(Patient)).all()) == 400 + 1, "one of them has two records"
    assert len(db.exec(select(Practitioner)).all()) == 12
    assert perform(directory.overview, _actor(db, ADMINISTRATOR), now=NOON).without_hours == []


def test_its_patients_are_of_all_ages_and_from_many_countries(db: Session) -> None:
    patients = db.exec(select(Patient)).all()
    years = [(NOON.date() - p.born_on).days / 365.25 for p in patients]
    assert min(years) < 28 / 365.25 and round(max(years)) == 100
    assert all(sum(low <= age < low + 10 for age in years) > 10 for low in range(0, 80, 10))
    assert len({c.country for c in db.exec(select(PatientContact)) if c.country}) >= 12
    letters = "".join(p.name for p in patients)
    for script in ("ŁąśñçöÞ", "ШевкоОлен", "ملنيفاة", "王李张陈", "शमरा", "김박최", "Παδοελ"):
        assert set(script) & set(letters), script
    allergic = {a.patient_id for a in db.exec(select(AllergyIntolerance))}
    assert 40 <= len(allergic) <= 120


def test_one_patient_is_known_twice_and_is_noticed(clinic: demo.DemoClinic) -> None:
    while perform(looking.look, SYSTEM, now=NOON):
        pass
    with transaction(reading=True) as db:
        desk = _actor(db, RECEPTION)
    (pair,) = perform(work_list.listed, desk, now=NOON).pairs
    assert "day and month swapped" in pair.why and pair.percent > 80


def test_appointments_reach_four_weeks_back_and_four_ahead(db: Session) -> None:
    days = [(a.starts_at - NOON).days for a in db.exec(select(Appointment))]
    assert all(any(7 * w <= d < 7 * w + 7 for d in days) for w in range(-4, 4))
    assert min(days) >= -29 and max(days) <= 28
    kept = Counter(a.status for a in db.exec(select(Appointment).where(Appointment.ends_at < NOON - timedelta(days=1))))
    assert kept["fulfilled"] > 200 and kept["cancelled"] > 3 and set(kept) == {"fulfilled", "cancelled"}
    assert len(db.exec(select(AppointmentMove)).all()) > 5


def test_messages_have_left_as_far_as_they_are_due(db: Session) -> None:
    rows = db.exec(select(OutboxMessage)).all()
    assert {row.id for row in rows if row.over_at is None} == {row.id for row in rows if row.due_at > NOON}
    assert {"sent", "superseded", "unwanted", "no_address", "given_up"} <= {row.outcome for row in rows if row.over_at}
    assert {"booked", "moved", "cancelled", "reminder"} <= {row.kind for row in rows}


def test_nobody_comes_when_the_doctor_has_no_hours(db: Session) -> None:
    reader = Scope(db, _actor(db, DOCTOR), NOON)
    (leave,) = db.exec(select(SpecialTime))
    in_leave = 0
    for a in db.exec(select(Appointment).where(col(Appointment.cancelled_at).is_(None))):
        on = a.starts_at.astimezone(reader.zone).date()
        blocks = Blocks(reader, [a.practitioner_id], on).of(a.practitioner_id, on)
        away = a.practitioner_id == leave.practitioner_id and leave.starts_at <= a.starts_at < leave.ends_at
        in_leave += away
        assert away or any(b.starts_at <= a.starts_at and a.ends_at <= b.ends_at for b in blocks)
    assert in_leave, "the leave assistant has something to show"


def test_every_signed_visit_has_a_note_and_a_summary(db: Session) -> None:
    signed = db.exec(select(Encounter).where(col(Encounter.signed_at).is_not(None))).all()
    assert all(len(whole(e)) > 40 and len(e.summary) > 20 and e.kind for e in signed)
    prescribed = db.exec(select(MedicationRequest).where(col(MedicationRequest.signed_at).is_not(None))).all()
    assert len(prescribed) > len(signed) / 2


def test_nobody_is_prescribed_what_they_are_allergic_to(db: Session) -> None:
    allergic = [(a.patient_id, a.text.casefold()) for a in db.exec(select(AllergyIntolerance))]
    kin = {
        "penicillin": ("amoxicillin", "flucloxacillin", "phenoxymethylpenicillin"),
        "ibuprofen": ("naproxen", "ibuprofen"),
    }
    for row in db.exec(select(MedicationRequest)):
        drug = row.drug.casefold()
        avoided = [w for patient, name in allergic if patient == row.patient_id for w in kin.get(name, (name,))]
        assert not any(word in drug for word in avoided), drug


def test_the_doctor_has_a_busy_day(db: Session) -> None:
    mine = perform(day.mine, _actor(db, DOCTOR), None, now=NOON)
    states = Counter(line.card.status for line in mine.ruler if line.card)
    assert states["in_room"] == 1 and states["arrived"] == 3 and states["fulfilled"] >= 3 and states["booked"] >= 3
    assert 0 < mine.late_min < 60 and mine.unsigned == 1


def test_the_patient_has_something_to_read_and_something_to_come(db: Session) -> None:
    home = perform(portal.home, _actor(db, PATIENT), now=NOON)
    assert home.next and len(home.summaries) == 2 and home.prescriptions
    assert [card.status for card in home.appointments].count("pending") == 1 and len(home.appointments) == 4


def test_results_wait_for_the_doctor_the_critical_one_first_and_the_patient_reads_hers(db: Session) -> None:
    box = perform(inbox.waiting, _actor(db, DOCTOR), now=NOON)
    assert (box.total, box.critical, box.listed[0].said.split(",")[0]) == (4, 1, "Potassium 6.7 mmol/L")
    late = [one.title for one in perform(seeing.awaited, _actor(db, DOCTOR), now=NOON) if one.late]
    assert late == ["Ferritin"]
    mine = [one for one in perform(parts.results, _actor(db, PATIENT), now=NOON).listed if one.rows]
    assert sorted(one.title for one in mine) == ["Full blood count", "Lipids", "Lipids"]
    assert any(row.earlier for one in mine for row in one.rows)


def test_every_account_signs_in_with_the_one_password(clinic: demo.DemoClinic) -> None:
    for role, email in clinic.sign_ins:
        signed = perform(sign_in.sign_in, VISITOR, email, PASSWORD, "127.0.0.1")
        assert signed.home == sign_in.home_of(role)


def _told(db: Session) -> list[tuple[object, ...]]:
    people = {p.id: (p.name, p.born, p.sex) for p in db.exec(select(Patient))}
    doctors = {d.id: d.name for d in db.exec(select(Practitioner))}
    visits = {e.appointment_id: (whole(e), e.summary, e.signed_at) for e in db.exec(select(Encounter))}
    return sorted(
        (a.starts_at, doctors[a.practitioner_id], people[a.patient_id], a.reason, a.status, str(visits.get(a.id)))
        for a in db.exec(select(Appointment))
    )


def test_it_is_the_same_for_the_same_seed(clinic: demo.DemoClinic, fresh: Callable[..., Path]) -> None:
    with transaction(reading=True) as db:
        first = _told(db)
    fresh()
    demo.build(PASSWORD, 7, today=NOON)
    with transaction(reading=True) as db:
        assert _told(db) == first


def test_nothing_of_it_can_be_read_on_disk(db: Session) -> None:
    plain = prescribing.FORMULARY.read_text("utf-8")  # an allergy may have a drug's name
    told: set[str] = {name for name in ALLERGIES if name not in plain}
    told |= {name for _, name, _ in STAFF} | {email for _, _, email in STAFF}
    for p in db.exec(select(Patient)):
        told |= {p.name, p.family_name, p.given_names, p.record_number}
        # A day of this year is also a day of plain appointments.
        told |= {p.born} if p.born < str(NOON.year) else set()
    for model, names in SEALED.items():
        told |= {getattr(row, name) for row in db.exec(select(model)) for name in names}
    # The first words stand for a long text: a page of the file may cut it. Short words may stand anywhere by chance.
    wanted = {text[:24] for text in told if len(text.encode()) >= 6}
    assert len(wanted) > 1_500
    files = [path for path in settings().data_dir.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") for path in files)
    everything = b"\n".join(path.read_bytes() for path in files)
    assert b"amlodipine-5-tablet" in everything, "the search looks at the wrong bytes"
    for text in wanted:
        # By chance a record number is also how the first part of a random key ends.
        apart = (b"(?<![0-9a-f])", b"(?![0-9a-f])") if RECORD_NUMBER.fullmatch(text) else (b"", b"")
        for encoding in ("utf-8", "utf-16-le"):
            sought = text.encode(encoding)
            found = sought in everything and re.search(re.escape(sought).join(apart), everything)
            assert not found, f"{len(text)} characters of the demo can be read on disk"


def test_some_have_told_everything_and_the_patient_who_signs_in_is_half_way(db: Session) -> None:
    told = dict(db.exec(select(IntakeStep.patient_id, func.count()).group_by(IntakeStep.patient_id)).all())
    mine = db.exec(select(Account).where(Account.email_index == email_index(PATIENT))).one().patient_id
    assert told.pop(mine) == 8 and len(told) == 3 and min(told.values()) >= 19
    waiting = db.exec(select(AllergyIntolerance).where(AllergyIntolerance.source == "patient")).all()
    assert {row.text for row in waiting} == {"Walnuts: itching mouth", "Sticking plaster: red skin"}
    assert len(db.exec(select(Consent).where(Consent.kind == "privacy")).all()) == 3


def test_a_later_start_gives_every_account_its_password(clinic: demo.DemoClinic) -> None:
    another = "copper-violin-harbour-12"
    demo.set_passwords(another)
    assert perform(sign_in.sign_in, VISITOR, DOCTOR, another, "127.0.0.1").home == "/doctor"
    with pytest.raises(Refusal):
        perform(sign_in.sign_in, VISITOR, DOCTOR, PASSWORD, "127.0.0.1")
    demo.set_passwords(PASSWORD)


def test_it_is_never_made_twice_in_one_clinic(clinic: demo.DemoClinic) -> None:
    with pytest.raises(NotPossible):
        demo.build(PASSWORD, 7, today=NOON)


@pytest.mark.parametrize(
    "at", [NIGHT, CHRISTMAS, datetime(2026, 3, 29, 0, 5, tzinfo=UTC), datetime(2026, 11, 22, 23, 50, tzinfo=UTC)]
)
def test_somebody_is_there_at_any_hour(at: datetime) -> None:
    chance = Random(3)
    planned = Planner(chance, everybody(chance, at.date(), PATIENT), at).fill()
    course.run(planned, chance, at)
    here = [p for p in planned if p.doctor == 0 and p.arrived_at and not p.signed_at]
    assert sum(bool(p.called_at) for p in here) == 1 and len(here) >= 3
    for p in planned:
        moments = [p.booked_at, p.moved_at, p.arrived_at, p.called_at, p.signed_at]
        past = [moment for moment in moments if moment]
        assert past == sorted(past) and past[-1] <= at


def test_it_is_made_on_a_public_holiday_too_and_nobody_comes_on_the_others(fresh: Callable[..., Path]) -> None:
    fresh()
    made = demo.build(PASSWORD, 7, today=CHRISTMAS)
    with transaction(reading=True) as db:
        days = Counter(a.starts_at.astimezone(ZONE).date() for a in db.exec(select(Appointment)))
    assert made.appointments > 500 and days[CHRISTMAS.date()] > 10
    new_year, after = CHRISTMAS.date() + timedelta(days=7), CHRISTMAS.date() + timedelta(days=10)
    assert days[new_year] == 0 < days[after]


def test_no_demo_outside_a_demo(fresh: Callable[..., Path]) -> None:
    fresh(is_demo=False)
    with pytest.raises(NotPossible):
        demo.build(PASSWORD, 7, today=NOON)
    os.environ["HMS_DEMO"] = "1"
    reset_settings()
    with pytest.raises(NotPossible):
        demo.set_passwords(PASSWORD)
    with pytest.raises(NotPossible):
        demo.build(PASSWORD, 7, today=NOON)  # a real clinic does not become a demo by a setting
    with transaction(reading=True) as db:
        assert not db.exec(select(Patient)).all() and not db.exec(select(Clinic)).one().demo


def test_a_demo_that_fails_half_way_leaves_nothing(fresh: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    fresh()
    with monkeypatch.context() as patched:
        patched.setattr(prescribing, "prescribe", None)
        with pytest.raises(TypeError):
            demo.build(PASSWORD, 7, today=NOON)
    with transaction(reading=True) as db:
        assert not db.exec(select(Account)).all() and not db.exec(select(Patient)).all()
        assert db.exec(select(Clinic)).one().set_up_at is None
