"""Whatever is booked, written and merged by chance: taking all merges back leaves everything as it was."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random
from uuid import UUID

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from hms.db import transaction
from hms.errors import Refusal
from hms.models import Appointment, Patient, PatientContact, PatientMerge, PatientName
from hms.schemas.merging import UndoForm
from hms.schemas.notices import NoticeForm
from hms.services import notices, scheduling, visits
from hms.services.merging import merging, undoing
from hms.services.merging.belonging import belongings
from tests.support.cast import NOW, Cast
from tests.support.twins import form, known_by, record

WHO = ("asha", "bilal", "chi")
SEED = st.integers(0, 2**32)
WRITING = st.lists(
    st.tuples(st.sampled_from(("book", "visit", "phone", "name", "notice")), st.sampled_from(WHO), SEED), max_size=8
)
MERGING = st.lists(
    st.tuples(st.sampled_from(("merge", "merge", "undo", "book", "phone", "name")), st.sampled_from(WHO), SEED),
    min_size=2,
    max_size=10,
)
GROUPS = ("name", "born", "sex", "language")
Rows = dict[tuple[str, str], tuple[str, ...]]  # all that stands in a row, by table and id; whose it is comes first


def rows() -> Rows:
    """Read every row that is somebody's. How data came to be what it is stays told, whatever is taken back."""
    found: Rows = {}
    with transaction(reading=True) as db:
        for one in belongings():
            if one.table.name != "personal_change":
                for row in db.execute(sa.select(one.table)).mappings():
                    found[one.name, str(row["id"])] = (str(row[one.column.name]), *map(str, row.values()))
    return found


def stands(patient_id: UUID) -> bool:
    with transaction(reading=True) as db:
        return db.get_one(Patient, patient_id).merged_into_id is None


def write(clinic: Cast, what: str, who: str, chance: Random) -> None:
    """Let something be written to somebody's record, unless the clinic refuses it."""
    patient_id = clinic.people[who].patient_id
    at = NOW + timedelta(days=chance.randint(1, 3), minutes=20 * chance.randint(0, 6) - 60)
    if what in {"book", "visit"}:
        request = clinic.request(at, chance.choice(("dr_rao", "dr_osei")), patient_id=patient_id)
        booked = clinic.do(clinic.reception, scheduling.book, request)
        if what == "visit":
            doctor = next(d for d in (clinic.dr_rao, clinic.dr_osei) if d.practitioner_id == booked.doctor_id)
            clinic.do(doctor, visits.start, booked.id)
    elif what == "phone" and stands(patient_id):
        known_by(
            clinic,
            patient_id,
            PatientContact(patient_id=patient_id, system="phone").sealing(value=f"{chance.random()}"),
        )
    elif what == "name" and stands(patient_id):
        known_by(
            clinic, patient_id, PatientName(patient_id=patient_id, use="old").sealing(text=f"Name {chance.random()}")
        )
    elif what == "notice":
        version = clinic.do(clinic.reception, notices.choice, patient_id).version
        way = chance.choice(("email", "none"))
        clinic.do(
            clinic.reception,
            notices.choose,
            NoticeForm(channel=way, language="en", version=version, patient_id=patient_id),
        )


def merge(clinic: Cast, who: str, chance: Random) -> UUID:
    """Merge somebody's record into another's."""
    other = chance.choice([one for one in WHO if one != who])
    taken = tuple(group for group in GROUPS if chance.random() < 0.5)
    asked = form(clinic, clinic.people[who], clinic.people[other], from_gone=taken)
    done: UUID = clinic.do(clinic.reception, merging.merge, asked)
    return done


def undo(clinic: Cast, merge_id: UUID) -> None:
    """Take a merge back, as the clinic suggests."""
    shown = clinic.do(clinic.reception, undoing.preview, merge_id)
    back = tuple(row.key for row in shown.later if row.goes)
    asked = UndoForm(merge_id=merge_id, kept_version=shown.kept_version, back=back, reason="Two people after all")
    clinic.do(clinic.reception, undoing.undo, asked)


def nobody_is_lost_or_in_two_places() -> None:
    """Nothing is left at a merged record, and nobody has two appointments at one time."""
    with transaction(reading=True) as db:
        gone = {m.gone_id for m in db.exec(select(PatientMerge).where(col(PatientMerge.undone_at).is_(None)))}
        held = db.exec(select(Appointment).where(col(Appointment.cancelled_at).is_(None))).all()
        merged = {p.id for p in db.exec(select(Patient).where(col(Patient.merged_into_id).is_not(None)))}
    assert merged == gone and not {one.patient_id for one in held} & gone
    for one in held:
        for other in held:
            if one.id != other.id and one.patient_id == other.patient_id:
                assert one.ends_at <= other.starts_at or other.ends_at <= one.starts_at


@given(WRITING, MERGING)
@settings(
    max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_taking_all_merges_back_leaves_everything_as_it_was(
    clinic: Cast, before: list[tuple[str, str, int]], then: list[tuple[str, str, int]]
) -> None:
    if "chi" not in clinic.people:
        clinic.people["chi"] = clinic.register("Chiamaka", "Okafor", "chi@post.example", date(1991, 5, 6))
    for what, who, seed in before:
        with suppress(Refusal):
            write(clinic, what, who, Random(seed))
    people = [clinic.people[who].patient_id for who in WHO]
    stood, told = rows(), [record(one) for one in people]
    merges, meant = list[UUID](), dict[tuple[str, str], str]()
    for what, who, seed in then:
        with suppress(Refusal):
            if what == "merge":
                merges.append(merge(clinic, who, Random(seed)))
            elif what == "undo" and merges:
                undo(clinic, merges[-1])
                merges.pop()
            elif what not in {"merge", "undo"}:
                known = rows()
                write(clinic, what, who, Random(seed))
                meant |= {key: row[0] for key, row in rows().items() if key not in known}
        nobody_is_lost_or_in_two_places()
    for merge_id in reversed(merges):
        undo(clinic, merge_id)
    after = rows()
    assert {key: after[key] for key in stood} == stood
    assert {key: after[key][0] for key in meant} == meant, "what reception wrote since stays where it was written"
    assert [record(one) for one in people] == told
