"""Fifty at once: no number twice, none left out, and no patient in two rooms."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID, uuid4

from sqlmodel import col, select

from hms.db import transaction
from hms.errors import NotPossible
from hms.models import QueueTicket
from hms.schemas.queue import IssueForm, PointForm
from hms.services import attendance, visits
from hms.services.queue import calling, issuing, points
from tests.support.cast import ELEVEN, Cast


def at_once(acts: list[Callable[[], object]]) -> list[str]:
    """Let everybody press at the same moment; says what became of each, a refusal by its title."""

    def press(act: Callable[[], object]) -> str:
        try:
            act()
        except NotPossible as refusal:
            return refusal.title
        return "done"

    with ThreadPoolExecutor(50) as pool:
        return list(pool.map(press, acts))


def point(clinic: Cast, name: str) -> UUID:
    return clinic.do(clinic.admin, points.add, PointForm(name=name)).id


def number(clinic: Cast, patient_id: UUID, queue: UUID, key: str = "") -> int:
    form = IssueForm(patient_id=patient_id, queue_id=queue, key=key or str(uuid4()))
    return clinic.do(clinic.reception, issuing.issue, form).number


def tickets() -> list[QueueTicket]:
    with transaction(reading=True) as db:
        return list(db.exec(select(QueueTicket).order_by(col(QueueTicket.number))))


def test_fifty_numbers_at_once_are_one_to_fifty_and_refusals_leave_no_gap(clinic: Cast) -> None:
    asha, everywhere = clinic.asha.patient_id, [point(clinic, f"Desk {n}") for n in range(25)]
    key = str(uuid4())
    acts = [lambda place=place: number(clinic, asha, place) for place in everywhere]
    acts += [lambda place=place: number(clinic, asha, place) for place in everywhere[:13]]  # a second one in a queue
    acts += [lambda: number(clinic, clinic.bilal.patient_id, everywhere[0], key) for _ in range(12)]  # one press
    said = Counter(at_once(acts))
    assert said["done"] == 25 + 12 and sum(said.values()) == 50
    assert [one.number for one in tickets()] == list(range(1, 27))


def test_a_check_in_pressed_fifty_times_gives_one_number(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha, ELEVEN)
    assert set(at_once([lambda: clinic.do(clinic.reception, attendance.check_in, booked.id)] * 50)) == {"done"}
    assert [one.number for one in tickets()] == [1]


def test_of_fifty_who_call_one_patient_into_different_rooms_one_has_her(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha, ELEVEN)
    clinic.do(clinic.reception, attendance.check_in, booked.id)
    other = clinic.book(clinic.asha, ELEVEN.replace(hour=8), doctor="dr_osei")
    clinic.do(clinic.reception, attendance.check_in, other.id)
    places = [point(clinic, f"Desk {n}") for n in range(16)]
    for place in places:
        number(clinic, clinic.asha.patient_id, place)
    mine = {one.service_point_id or one.practitioner_id: one.id for one in tickets()}
    acts: list[Callable[[], object]] = []
    for place in places:
        acts += [lambda place=place: clinic.do(clinic.reception, calling.call_next, place)] * 2
        acts += [lambda place=place: clinic.do(clinic.reception, calling.call, mine[place])]
    acts += [lambda: clinic.do(clinic.dr_rao, visits.start, booked.id)]
    acts += [lambda: clinic.do(clinic.dr_osei, visits.start, other.id)]
    said = Counter(at_once(acts))
    assert sum(said.values()) == 50 and said["done"] == 1
    assert sum(one.called_at is not None and one.over_at is None for one in tickets()) == 1


def test_fifty_who_press_next_in_one_queue_call_fifty_different_people(clinic: Cast) -> None:
    desk, people = point(clinic, "Cash desk"), 50
    born = date(1990, 1, 1)
    for n in range(people):
        somebody = clinic.register("N", f"Number {n}", f"n{n}@post.example", born)
        number(clinic, somebody.patient_id, desk)
    said = at_once([lambda: clinic.do(clinic.reception, calling.call_next, desk)] * people)
    assert set(said) == {"done"}
    assert all(one.calls == 1 for one in tickets())
    assert sum(one.over_at is None for one in tickets()) == 1
