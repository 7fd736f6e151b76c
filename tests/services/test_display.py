"""The waiting room's screen: numbers and rooms, the newest call first, and never a name."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from hms.access import Actor
from hms.db import transaction
from hms.models import Appointment, VisitType
from hms.permissions import Role
from hms.schemas.queue import CalledCard, IssueForm, Numbers, PointForm
from hms.services import attendance, visits
from hms.services.queue import calling, issuing, points, showing
from tests.support.cast import ELEVEN, Cast
from tests.support.waiting_room import screen as screen_of


@pytest.fixture
def screen(clinic: Cast) -> Actor:
    """Give an open screen of the whole clinic."""
    return screen_of(clinic, Role.DISPLAY)


def issue(clinic: Cast, who: str, queue: UUID) -> CalledCard:
    form = IssueForm(patient_id=clinic.people[who].patient_id, queue_id=queue, key=str(uuid4()))
    return clinic.do(clinic.reception, issuing.issue, form)


def shown(clinic: Cast, screen: Actor) -> Numbers:
    return clinic.do(screen, showing.numbers)


def test_a_number_waits_is_called_to_a_room_and_goes_when_its_patient_was_seen(clinic: Cast, screen: Actor) -> None:
    booked = clinic.book(clinic.asha)
    assert (shown(clinic, screen).called, shown(clinic, screen).waiting) == ([], [])
    clinic.do(clinic.reception, attendance.check_in, booked.id)
    assert shown(clinic, screen).waiting == [1]
    clinic.do(clinic.dr_rao, visits.start, booked.id)
    now = shown(clinic, screen)
    assert [(one.number, one.room) for one in now.called] == [(1, "14")] and now.waiting == []
    clinic.sign(clinic.do(clinic.dr_rao, visits.page, booked.id))
    assert shown(clinic, screen).called == []


def test_it_knows_no_name_and_no_more_than_numbers_and_rooms(clinic: Cast, screen: Actor) -> None:
    issue(clinic, "asha", clinic.dr_rao.practitioner_id)
    issue(clinic, "bilal", clinic.dr_rao.practitioner_id)
    clinic.do(clinic.dr_rao, calling.call_next, clinic.dr_rao.practitioner_id)
    told = shown(clinic, screen).model_dump_json()
    for word in ("Asha", "Nair", "Bilal", "Rao", str(clinic.asha.patient_id), str(clinic.dr_rao.practitioner_id)):
        assert word not in told
    assert set(shown(clinic, screen).called[0].model_dump()) == {"key", "number", "room"}


def test_the_newest_call_stands_first_and_a_second_call_counts_as_new(clinic: Cast, screen: Actor) -> None:
    point = clinic.do(clinic.admin, points.add, PointForm(name="Blood samples")).id
    asha, bilal = issue(clinic, "asha", clinic.dr_rao.practitioner_id), issue(clinic, "bilal", point)
    clinic.do(clinic.dr_rao, calling.call, asha.id)
    clinic.now += timedelta(minutes=1)
    clinic.do(clinic.reception, calling.call, bilal.id)
    first = shown(clinic, screen)
    assert [(one.number, one.room) for one in first.called] == [(2, "Blood samples"), (1, "14")]
    clinic.now += timedelta(minutes=1)
    clinic.do(clinic.dr_rao, calling.recall, asha.id)
    again = shown(clinic, screen)
    assert [one.number for one in again.called] == [1, 2]
    assert again.called[0].key != first.called[1].key and again.called[1].key == first.called[0].key


def test_a_departments_screen_shows_its_own_queues_and_those_of_everybody(clinic: Cast) -> None:
    everywhere = clinic.do(clinic.admin, points.add, PointForm(name="Cash desk")).id
    of_eyes = clinic.do(clinic.admin, points.add, PointForm(name="Eye drops", department_id=clinic.eyes)).id
    issue(clinic, "asha", clinic.dr_rao.practitioner_id)
    issue(clinic, "asha", everywhere)
    issue(clinic, "bilal", of_eyes)
    issue(clinic, "bilal", clinic.dr_osei.practitioner_id)
    heart, eyes = (screen_of(clinic, Role.DISPLAY, one) for one in (clinic.cardiology, clinic.eyes))
    assert (shown(clinic, heart).waiting, shown(clinic, heart).place) == ([1, 2], "Cardiology")
    assert (shown(clinic, eyes).waiting, shown(clinic, eyes).place) == ([2, 3, 4], "Eyes")


def test_a_new_day_begins_empty(clinic: Cast, screen: Actor) -> None:
    issue(clinic, "asha", clinic.dr_rao.practitioner_id)
    assert shown(clinic, screen).clock == "10:00"
    clinic.now += timedelta(hours=14)
    midnight = shown(clinic, screen)
    assert (midnight.clock, midnight.long_day, midnight.waiting) == ("00:00", "Tuesday 24 November 2026", [])


def test_who_is_called_to_a_video_visit_is_not_called_in_the_waiting_room(clinic: Cast, screen: Actor) -> None:
    booked = clinic.book(clinic.asha, ELEVEN)
    with transaction() as db:
        kind = VisitType(name="By video", length_min=20, by_video=True, opened_at=clinic.now)
        db.add(kind)
        db.flush()
        db.get_one(Appointment, booked.id).visit_type_id = kind.id
    clinic.do(clinic.dr_rao, visits.start, booked.id)
    assert shown(clinic, screen).called == []
