"""The administrator keeps the clinic's sites and rooms; what is still in use is not closed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlmodel import select

from hms.changes import BUS, Change
from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import AuditEntry, SpecialTime, WeeklyHours
from hms.schemas.places import LocationCard, LocationForm, RoomForm
from hms.schemas.scheduling import CancelRequest
from hms.services import places, scheduling
from tests.support.cast import ELEVEN, NOW, Cast, later


def open_site(clinic: Cast, name: str = "Hill House", address: str = "2 Quarry Lane") -> LocationCard:
    return clinic.do(clinic.admin, places.add_location, LocationForm(name=name, address=address))


def open_room(clinic: Cast, site: LocationCard, name: str = "Room 1") -> Any:
    return clinic.do(clinic.admin, places.add_room, site.id, RoomForm(name=name))


def hold_hours_in(room_id: UUID | None, doctor_id: UUID | None) -> None:
    with transaction() as db:
        for block in db.exec(select(WeeklyHours).where(WeeklyHours.practitioner_id == doctor_id)):
            block.room_id = room_id


def test_sites_and_rooms_are_listed_by_name_and_patients_read_where_to_go(clinic: Cast) -> None:
    second, first = open_site(clinic, "river House"), open_site(clinic)
    open_room(clinic, first, "Room 2")
    room = open_room(clinic, first)
    (hill, river) = clinic.do(clinic.reception, places.listed)
    assert (hill.name, [one.name for one in hill.rooms]) == ("Hill House", ["Room 1", "Room 2"])
    assert (river.id, river.rooms) == (second.id, [])
    hold_hours_in(room.id, clinic.dr_rao.practitioner_id)
    booked = clinic.book(clinic.asha)
    assert (booked.room, booked.site) == ("Room 1", "Hill House, 2 Quarry Lane")


@pytest.mark.parametrize(
    ("form", "field", "answers"),
    [
        (LocationForm, "name", {"name": ""}),
        (LocationForm, "name", {"name": "x" * 81}),
        (LocationForm, "address", {"name": "Hill House", "address": "a\u202eb"}),
        (LocationForm, "address", {"name": "Hill House", "address": "a" * 201}),
        (RoomForm, "name", {"name": "x" * 41}),
    ],
)
def test_an_answer_out_of_range_is_refused_beside_its_field(form: Any, field: str, answers: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        form.model_validate(answers)
    assert [error["loc"][0] for error in refused.value.errors()] == [field]


def test_a_site_has_its_name_alone_and_so_has_a_room_within_its_site(clinic: Cast) -> None:
    hill, river = open_site(clinic), open_site(clinic, "River House")
    one, two = open_room(clinic, hill), open_room(clinic, hill, "Room 2")
    open_room(clinic, river)
    for refused in (
        lambda: open_site(clinic, "HILL house"),
        lambda: clinic.do(
            clinic.admin, places.change_location, river.id, LocationForm(name="Hill House"), river.version
        ),
        lambda: open_room(clinic, hill, "room 1"),
        lambda: clinic.do(clinic.admin, places.rename_room, two.id, RoomForm(name="ROOM 1"), two.version),
    ):
        with pytest.raises(Invalid) as refusal:
            refused()
        assert list(refusal.value.fields) == ["name"]
    renamed = clinic.do(clinic.admin, places.rename_room, one.id, RoomForm(name="room 1"), one.version)
    assert (renamed.name, renamed.version) == ("room 1", one.version + 1)


def test_a_closed_name_that_is_added_opens_again(clinic: Cast) -> None:
    site = open_site(clinic)
    room = open_room(clinic, site)
    clinic.do(clinic.admin, places.close_room, room.id, room.version)
    clinic.do(clinic.admin, places.close_location, site.id, site.version)
    assert clinic.do(clinic.admin, places.listed) == []
    again = open_site(clinic, "Hill house", "4 Quarry Lane")
    assert (again.id, again.name, again.address) == (site.id, "Hill house", "4 Quarry Lane")
    assert open_room(clinic, again).id == room.id
    assert [[one.name for one in site.rooms] for site in clinic.do(clinic.admin, places.listed)] == [["Room 1"]]


def test_a_site_with_open_rooms_is_not_closed(clinic: Cast) -> None:
    site = open_site(clinic)
    room = open_room(clinic, site)
    with pytest.raises(NotPossible) as refused:
        clinic.do(clinic.admin, places.close_location, site.id, site.version)
    assert "Room 1" in refused.value.body
    clinic.do(clinic.admin, places.close_room, room.id, room.version)
    clinic.do(clinic.admin, places.close_location, site.id, site.version)
    for gone in (
        lambda: open_room(clinic, site, "Room 9"),
        lambda: clinic.do(clinic.admin, places.rename_room, room.id, RoomForm(name="X"), room.version + 1),
        lambda: clinic.do(clinic.admin, places.close_location, site.id, site.version + 1),
    ):
        with pytest.raises(NotFound):
            gone()


def test_a_room_in_which_a_doctor_has_hours_is_not_closed_and_it_says_whose(clinic: Cast) -> None:
    room = open_room(clinic, open_site(clinic))
    hold_hours_in(room.id, clinic.dr_rao.practitioner_id)
    with pytest.raises(NotPossible) as refused:
        clinic.do(clinic.admin, places.close_room, room.id, room.version)
    assert "Dr Meera Rao" in refused.value.body and "Osei" not in refused.value.body
    with transaction() as db:
        db.add(
            SpecialTime(
                practitioner_id=clinic.dr_osei.practitioner_id, kind="extra", starts_at=ELEVEN, ends_at=later(180),
                room_id=room.id, request_key="one", made_at=NOW,
            )
        )  # fmt: skip
    with pytest.raises(NotPossible) as refused:
        clinic.do(clinic.admin, places.close_room, room.id, room.version)
    assert "Dr Kofi Osei, Dr Meera Rao" in refused.value.body


def test_a_room_in_which_visits_are_booked_is_not_closed_before_the_last_of_them(clinic: Cast) -> None:
    room = open_room(clinic, open_site(clinic))
    hold_hours_in(room.id, clinic.dr_rao.practitioner_id)
    booked = clinic.book(clinic.asha, ELEVEN + timedelta(days=3))
    hold_hours_in(None, clinic.dr_rao.practitioner_id)
    with pytest.raises(NotPossible) as refused:
        clinic.do(clinic.admin, places.close_room, room.id, room.version)
    assert "26 Nov 2026" in refused.value.body
    given_back = CancelRequest(appointment_id=booked.id, reason="The room closes", version=booked.version)
    clinic.do(clinic.reception, scheduling.cancel, given_back)
    clinic.do(clinic.admin, places.close_room, room.id, room.version)


def test_of_two_who_change_one_place_the_second_is_told(clinic: Cast) -> None:
    site = open_site(clinic)
    room = open_room(clinic, site)
    clinic.do(clinic.admin, places.change_location, site.id, LocationForm(name="Hill Court"), site.version)
    clinic.do(clinic.admin, places.rename_room, room.id, RoomForm(name="Room A"), room.version)
    with pytest.raises(Stale) as refused:
        clinic.do(clinic.admin, places.change_location, site.id, LocationForm(name="Hilltop"), site.version)
    assert refused.value.theirs == "Hill Court"
    with pytest.raises(Stale) as refused:
        clinic.do(clinic.admin, places.close_room, room.id, room.version)
    assert refused.value.theirs == "Room A"


def test_each_change_is_told_and_remembered(clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    heard: list[Change | None] = []
    stop = BUS.subscribe(heard.append)
    site = open_site(clinic)
    room = open_room(clinic, site)
    clinic.do(clinic.admin, places.rename_room, room.id, RoomForm(name="Room A"), room.version)
    clinic.do(clinic.admin, places.close_room, room.id, room.version + 1)
    clinic.do(clinic.admin, places.close_location, site.id, site.version)
    stop()
    assert {change.topic for change in heard if change} == {"directory"} and len(heard) == 5
    with transaction(reading=True) as db:
        about = AuditEntry.record_id.in_([site.id, room.id])  # type: ignore[union-attr]
        kept = db.exec(select(AuditEntry).where(about).order_by(AuditEntry.seq)).all()
    assert [entry.what for entry in kept] == ["add_location", "add_room", "rename_room", "close_room", "close_location"]
