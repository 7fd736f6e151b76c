"""An appointment in somebody's own calendar: the right moment in every zone, told with each change, and no more than that."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component, Event, Timezone

from hms.access import SYSTEM, Scope
from hms.db import transaction
from hms.models import Appointment, Clinic, VisitType
from hms.models.clinic import THE_CLINIC
from hms.permissions import Reach
from hms.schemas.scheduling import CancelRequest, MoveRequest
from hms.services import attendance, calendar_file, scheduling
from hms.services.vtimezone import changes, vtimezone
from tests.support.cast import ELEVEN, NOW, Cast, later

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"]
LONG_AGO, SOON, LATER, FAR = date(2024, 1, 1), date(2026, 1, 1), date(2028, 1, 1), date(2030, 1, 1)


def downloaded(clinic: Cast, who: Any, appointment_id: Any) -> Calendar:
    _, body = clinic.do(who, scheduling.calendar_file, appointment_id)
    return Calendar.from_ical(body)


def event_of(calendar: Component) -> Event:
    (event,) = calendar.walk("VEVENT")
    return event


def attached(appointment_id: Any, now: datetime = NOW) -> calendar_file.Attachment:
    """Write what goes along with a message, as the clinic's own clockwork does."""
    with transaction() as db:
        scope = Scope(db, SYSTEM, now)
        scope.reach = Reach.ANY
        return calendar_file.for_message(
            scope, scope.appointment(appointment_id), "visits@alder.example", "asha@post.example"
        )


def offset_said(zone: Timezone, at: datetime) -> timedelta:
    """Read an instant's offset out of a VTIMEZONE alone, as RFC 5545 tells a calendar to (3.6.5)."""
    onsets = [(part["dtstart"].dt - part["tzoffsetfrom"].td, part["tzoffsetto"].td) for part in zone.subcomponents]
    return max((onset, to) for onset, to in onsets if onset <= at.replace(tzinfo=None))[1]


@cache
def told_of(zone: str) -> Timezone:
    return vtimezone(ZoneInfo(zone), LONG_AGO, FAR)


def test_a_downloaded_file_says_when_where_and_with_whom(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    name, body = clinic.do(clinic.asha, scheduling.calendar_file, booked.id)
    calendar = Calendar.from_ical(body)
    event = event_of(calendar)
    assert name == "appointment-2026-11-23.ics"
    assert (calendar["method"], calendar["version"]) == ("PUBLISH", "2.0")
    assert event.start == ELEVEN and event.end == ELEVEN + timedelta(minutes=20)
    assert event["dtstart"].params["tzid"] == "Asia/Kolkata"
    assert f"{event.start:%H:%M}" == "11:00"
    assert event["summary"] == "Dr Meera Rao, Cardiology" and event["location"] == "Alder Valley, 14"
    assert event["url"].endswith(f"/patient/appointments/{booked.id}")
    assert (event["status"], event["class"], event["transp"]) == ("CONFIRMED", "PRIVATE", "OPAQUE")
    assert event["last-modified"].dt == event["created"].dt == NOW


def test_why_asha_comes_is_in_no_calendar_and_her_name_not_in_a_doctors(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    hers = clinic.do(clinic.asha, scheduling.calendar_file, booked.id)[1]
    his = clinic.do(clinic.dr_rao, scheduling.calendar_file, booked.id)[1]
    assert b"Palpitations" not in hers + his + attached(booked.id).body
    assert b"Asha" not in his and b"Nair" not in his and b"patient" not in his
    assert event_of(Calendar.from_ical(his))["summary"] == "Visit, 20 min"


def test_each_change_has_the_same_uid_and_a_higher_sequence(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    seen = [event_of(downloaded(clinic, clinic.asha, booked.id))]
    move = MoveRequest(appointment_id=booked.id, starts_at=ELEVEN + timedelta(hours=1), version=booked.version)
    moved = clinic.do(clinic.asha, scheduling.move, move, now=later(1))
    seen.append(event_of(downloaded(clinic, clinic.asha, booked.id)))
    form = CancelRequest(appointment_id=booked.id, reason="Away", version=moved.version)
    cancelled = clinic.do(clinic.asha, scheduling.cancel, form, now=later(2))
    seen.append(event_of(downloaded(clinic, clinic.asha, booked.id)))
    clinic.do(clinic.asha, scheduling.restore, booked.id, cancelled.version, now=later(3))
    seen.append(event_of(downloaded(clinic, clinic.asha, booked.id)))
    assert {str(event["uid"]) for event in seen} == {f"{booked.id}@appointments"}
    numbers = [event["sequence"] for event in seen]
    assert numbers == sorted(set(numbers)) and len(numbers) == 4
    assert [event["status"] for event in seen] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [event["last-modified"].dt for event in seen] == [later(n) for n in range(4)]
    assert seen[2]["transp"] == "TRANSPARENT"


def test_a_message_carries_a_request_and_after_the_cancellation_a_cancel(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    request = attached(booked.id, later(5))
    clinic.do(clinic.reception, scheduling.cancel, CancelRequest(appointment_id=booked.id, reason="Ill", version=1))
    cancel = attached(booked.id, later(6))
    assert (request.method, cancel.method) == ("REQUEST", "CANCEL")
    first, second = (event_of(Calendar.from_ical(file.body)) for file in (request, cancel))
    assert first["uid"] == second["uid"] and first["sequence"] < second["sequence"]
    assert [Calendar.from_ical(file.body)["method"] for file in (request, cancel)] == ["REQUEST", "CANCEL"]
    assert (first["status"], second["status"]) == ("CONFIRMED", "CANCELLED")
    assert (first["organizer"], first["attendee"]) == ("mailto:visits@alder.example", "mailto:asha@post.example")
    assert first["organizer"].params["cn"] == "Alder Valley"
    assert (first["attendee"].params["partstat"], first["attendee"].params["rsvp"]) == ("ACCEPTED", "FALSE")
    assert first["dtstamp"].dt == later(5) and first["last-modified"].dt == NOW
    assert b"Ill" not in cancel.body


def of_type(clinic: Cast, **facts: Any) -> Any:
    """Let the clinic offer another kind of visit, and asha book it."""
    with transaction() as db:
        kind = VisitType(name="Follow-up", length_min=30, opened_at=NOW, **facts)
        db.add(kind)
    return clinic.book(clinic.asha, visit_type_id=kind.id)


def test_a_request_is_tentative_until_the_clinic_says_yes_and_cancelled_when_it_says_no(clinic: Cast) -> None:
    asked = of_type(clinic, needs_approval=True)
    assert event_of(downloaded(clinic, clinic.asha, asked.id))["status"] == "TENTATIVE"
    no = CancelRequest(appointment_id=asked.id, reason="Somebody else does this", version=asked.version)
    clinic.do(clinic.dr_rao, attendance.decline, no)
    assert event_of(downloaded(clinic, clinic.asha, asked.id))["status"] == "CANCELLED"
    assert attached(asked.id).method == "CANCEL"


def test_who_comes_by_video_finds_the_link(clinic: Cast) -> None:
    booked = of_type(clinic, by_video=True, link="https://video.alder.example/rao?room=7,8;x")
    for who in (clinic.asha, clinic.dr_rao):
        event = event_of(downloaded(clinic, who, booked.id))
        assert str(event["conference"]) == "https://video.alder.example/rao?room=7,8;x"
        assert "https://video.alder.example/rao?room=7,8;x" in event["description"]
    assert event_of(downloaded(clinic, clinic.asha, booked.id))["location"] == "By video"
    assert event_of(downloaded(clinic, clinic.dr_rao, booked.id))["summary"] == "Visit, 30 min, Follow-up"


def test_nothing_that_a_clinic_is_called_breaks_out_of_its_line(clinic: Cast) -> None:
    name = "Klinik; am See, Süd \\ 'Ärzte'\r\nSTATUS:CANCELLED\n" + "Überlingen " * 12
    with transaction() as db:
        db.get_one(Clinic, THE_CLINIC).name = name
    booked = clinic.book(clinic.asha)
    for body in (clinic.do(clinic.asha, scheduling.calendar_file, booked.id)[1], attached(booked.id).body):
        lines = body.split(b"\r\n")
        assert lines[-1] == b"" and not any(b"\n" in line or b"\r" in line for line in lines)
        assert max(map(len, lines)) <= 75
        for line in lines:
            line.decode()  # no letter is cut in two by the folding
        event = event_of(Calendar.from_ical(body))
        assert event["status"] == "CONFIRMED"
        assert event["location"].startswith("Klinik; am See, Süd \\ 'Ärzte' STATUS:CANCELLED Überlingen")


@pytest.mark.parametrize("zone", ZONES)
def test_a_file_says_the_clinics_wall_clock_on_each_side_of_a_change(clinic_on_sqlite: Cast, zone: str) -> None:
    booked = clinic_on_sqlite.book(clinic_on_sqlite.asha)
    place, hours = ZoneInfo(zone), (-25, -1, -0.5, 0, 0.5, 1, 25)
    around = [at + timedelta(hours=n) for at in changes(place, SOON, LATER) for n in hours] or [ELEVEN]
    for at in around:
        with transaction() as db:
            db.get_one(Clinic, THE_CLINIC).zone = zone
            row = db.get_one(Appointment, booked.id)
            row.starts_at, row.ends_at = at, at + timedelta(minutes=50)
        calendar = downloaded(clinic_on_sqlite, clinic_on_sqlite.asha, booked.id)
        event, (told,) = event_of(calendar), calendar.timezones
        for name, instant in (("dtstart", at), ("dtend", at + timedelta(minutes=50))):
            said, local = event[name].dt, instant.astimezone(place)
            assert said.astimezone(UTC) == instant, (name, at)
            if local.fold:
                assert said.tzname() == "UTC"  # the second of two: on the wall it would mean the first
            else:
                assert said.replace(tzinfo=None) == local.replace(tzinfo=None)
                assert event[name].params["tzid"] == told["tzid"] == zone
            assert offset_said(told, instant) == local.utcoffset()


@given(zone=st.sampled_from(ZONES), seconds=st.integers(0, 6 * 365 * 86_400))
def test_a_zone_is_told_as_it_is_at_any_moment(zone: str, seconds: int) -> None:
    at = datetime.combine(LONG_AGO, time(), UTC) + timedelta(seconds=seconds)
    assert offset_said(told_of(zone), at) == at.astimezone(ZoneInfo(zone)).utcoffset()


@pytest.mark.parametrize("zone", ZONES)
def test_each_change_of_the_clocks_is_told_to_the_second(zone: str) -> None:
    told, place = told_of(zone), ZoneInfo(zone)
    for at in changes(place, LONG_AGO, FAR):
        for moment in (at - timedelta(seconds=1), at):
            assert offset_said(told, moment) == moment.astimezone(place).utcoffset()


def test_no_stretch_of_a_few_weeks_is_missed() -> None:
    ramadan = [at.date() for at in changes(ZoneInfo("Africa/Casablanca"), date(2024, 1, 1), date(2025, 1, 1))]
    assert ramadan == [date(2024, 3, 10), date(2024, 4, 14)]
    assert len(changes(ZoneInfo("Australia/Lord_Howe"), date(2025, 1, 1), date(2026, 1, 1))) == 2
    assert changes(ZoneInfo("Asia/Kathmandu"), LONG_AGO, FAR) == []


def test_a_clinic_that_counts_in_utc_needs_no_zone(clinic_on_sqlite: Cast) -> None:
    booked = clinic_on_sqlite.book(clinic_on_sqlite.asha)
    with transaction() as db:
        db.get_one(Clinic, THE_CLINIC).zone = "UTC"
    body = clinic_on_sqlite.do(clinic_on_sqlite.asha, scheduling.calendar_file, booked.id)[1]
    assert b"VTIMEZONE" not in body and re.search(rb"DTSTART:\d{8}T\d{6}Z\r\n", body)
