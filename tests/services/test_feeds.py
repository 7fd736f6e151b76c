"""A private calendar feed: one's own appointments and nothing else, for as long as its owner wants."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import select

from hms.access import SYSTEM, VISITOR, Actor
from hms.changes import BUS
from hms.db import transaction
from hms.errors import Forbidden, NotFound, TooManyTries
from hms.models import AuditEntry, AuditSubject, CalendarFeed, Clinic, NoticeChoice, Practitioner, SignInTry, VisitType
from hms.models.clinic import THE_CLINIC
from hms.permissions import Permission
from hms.schemas.feeds import FeedFile, FeedState
from hms.schemas.scheduling import CancelRequest
from hms.security.tokens import token_hash
from hms.services import accounts, feeds, scheduling, tries
from tests.support.cast import ELEVEN, NOW, Cast, later

HERE = "198.51.100.7"


def feed_of(clinic: Cast, who: Actor) -> str:
    """Make a feed and give its token, as its owner finds it in the address."""
    path = clinic.do(who, feeds.make)
    assert path.startswith("/calendar/") and path.endswith(".ics")
    return path.removeprefix("/calendar/").removesuffix(".ics")


def read(clinic: Cast, token: str, address: str = HERE, known: frozenset[str] = frozenset(), **when: Any) -> FeedFile:
    return clinic.do(VISITOR, feeds.read, token, address, known, **when)


def shown(file: FeedFile) -> list[tuple[str, str, str]]:
    """Read what a calendar shows: status, time and title of each."""
    events = Calendar.from_ical(file.body).walk("VEVENT")
    return [(str(e["status"]), f"{e.start:%d %b %H:%M}", str(e["summary"])) for e in events]


def test_ashas_feed_holds_her_own_appointments_and_no_others(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    clinic.book(clinic.bilal, later(100))
    clinic.book(clinic.asha, later(120), doctor="dr_osei")
    assert shown(read(clinic, feed_of(clinic, clinic.asha))) == [
        ("CONFIRMED", "23 Nov 11:00", "Dr Meera Rao, Cardiology"),
        ("CONFIRMED", "23 Nov 12:00", "Dr Kofi Osei, Eyes"),
    ]
    assert shown(read(clinic, feed_of(clinic, clinic.bilal))) == [
        ("CONFIRMED", "23 Nov 11:40", "Dr Meera Rao, Cardiology")
    ]


def test_a_doctors_feed_names_nobody_and_says_no_reason(clinic: Cast) -> None:
    with transaction() as db:
        kind = VisitType(name="Heart echo", length_min=40, opened_at=NOW)
        db.add(kind)
    clinic.book(clinic.asha, visit_type_id=kind.id)
    clinic.book(clinic.bilal, later(120))
    clinic.book(clinic.asha, later(240 + 60), doctor="dr_osei")
    file = read(clinic, feed_of(clinic, clinic.dr_rao))
    assert shown(file) == [
        ("CONFIRMED", "23 Nov 11:00", "Visit, 40 min, Heart echo"),
        ("CONFIRMED", "23 Nov 12:00", "Visit, 20 min"),
    ]
    plain = file.body.replace(b"\r\n ", b"")
    for secret in (b"Asha", b"Nair", b"Bilal", b"Palpitations", str(clinic.asha.patient_id).encode()):
        assert secret not in plain


def test_a_feed_is_a_calendar_that_programmes_know_how_to_follow(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    body = read(clinic, feed_of(clinic, clinic.asha)).body
    calendar = Calendar.from_ical(body)
    assert calendar["x-wr-calname"] == calendar["name"] == "Appointments at Alder Valley"
    assert calendar["x-wr-timezone"] == "Asia/Kolkata" and [z["tzid"] for z in calendar.timezones] == ["Asia/Kolkata"]
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in body and b"X-PUBLISHED-TTL:PT1H\r\n" in body
    assert body.startswith(b"BEGIN:VCALENDAR\r\n") and body.endswith(b"END:VCALENDAR\r\n")
    (event,) = calendar.events
    assert {"UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "CREATED", "DTSTART", "DTEND", "SUMMARY"} <= set(event)


def test_an_empty_feed_is_a_calendar_too(clinic: Cast) -> None:
    with transaction() as db:
        db.get_one(Clinic, THE_CLINIC).zone = "UTC"
    calendar = Calendar.from_ical(read(clinic, feed_of(clinic, clinic.asha)).body)
    assert calendar.subcomponents and not calendar.events


def test_what_was_cancelled_lately_is_told_as_cancelled_and_forgotten_after_a_month(clinic: Cast) -> None:
    token, booked = feed_of(clinic, clinic.asha), clinic.book(clinic.asha, ELEVEN + timedelta(days=60))
    clinic.do(clinic.asha, scheduling.cancel, CancelRequest(appointment_id=booked.id, reason="Away", version=1))
    assert [status for status, _, _ in shown(read(clinic, token))] == ["CANCELLED"]
    assert shown(read(clinic, token, now=later(31 * 1_440))) == []


def test_a_feed_reaches_from_a_month_ago_to_a_year_ahead(clinic: Cast) -> None:
    token = feed_of(clinic, clinic.asha)
    clinic.book(clinic.reception, patient_id=clinic.asha.patient_id)
    clinic.book(clinic.reception, ELEVEN + timedelta(days=400), patient_id=clinic.asha.patient_id)
    assert len(shown(read(clinic, token))) == 1
    assert len(shown(read(clinic, token, now=NOW + timedelta(days=29)))) == 1
    assert shown(read(clinic, token, now=NOW + timedelta(days=31))) == []
    assert len(shown(read(clinic, token, now=NOW + timedelta(days=40)))) == 1


def test_a_new_address_ends_the_one_before_and_only_its_hash_is_kept(clinic: Cast) -> None:
    first, second = feed_of(clinic, clinic.asha), feed_of(clinic, clinic.asha)
    with pytest.raises(NotFound):
        read(clinic, first)
    assert read(clinic, second).body
    with transaction(reading=True) as db:
        rows = db.exec(select(CalendarFeed)).all()
    assert {row.token_hash for row in rows} == {token_hash(first), token_hash(second)}
    assert not any(second in str(row.model_dump()) for row in rows)


def test_of_many_made_at_once_one_lives(clinic: Cast) -> None:
    with ThreadPoolExecutor(8) as pool:
        tokens = list(pool.map(lambda _: feed_of(clinic, clinic.asha), range(8)))
    with transaction(reading=True) as db:
        living = [row.token_hash for row in db.exec(select(CalendarFeed)) if row.revoked_at is None]
    assert len(living) == 1 and living[0] in {token_hash(token) for token in tokens}


def test_whatever_is_wrong_with_a_token_looks_alike(clinic: Cast) -> None:
    revoked, disabled, left = (feed_of(clinic, who) for who in (clinic.asha, clinic.dr_osei, clinic.dr_rao))
    clinic.do(clinic.asha, feeds.revoke)
    clinic.do(clinic.admin, accounts.disable, clinic.dr_osei.account_id)
    with transaction() as db:
        db.get_one(Practitioner, clinic.dr_rao.practitioner_id).left_at = NOW
    said = []
    for token in (revoked, disabled, left, "nobody-ever-had-this", "", "\udcff", "x" * 10_000):
        with pytest.raises(NotFound) as refused:
            read(clinic, token)
        said.append((type(refused.value), refused.value.title, refused.value.body))
    assert len(set(said)) == 1


def test_an_account_that_is_enabled_again_reads_on(clinic: Cast) -> None:
    token = feed_of(clinic, clinic.dr_rao)
    for act in (accounts.disable, accounts.enable):
        clinic.do(clinic.admin, act, clinic.dr_rao.account_id)
    assert read(clinic, token).body


def test_guesses_are_counted_by_address_and_never_shut_a_true_feed_out(clinic: Cast) -> None:
    token = feed_of(clinic, clinic.asha)
    for _ in range(tries.MOST_LINKS):
        with pytest.raises(NotFound):
            read(clinic, "guessed")
    with pytest.raises(TooManyTries):
        read(clinic, "guessed")
    with transaction(reading=True) as db:
        kept = db.exec(select(SignInTry)).all()
    assert len(kept) == tries.MOST_LINKS and HERE not in str(kept)
    assert read(clinic, token).body  # the clinic's own people may stand behind the same address
    with pytest.raises(NotFound):
        read(clinic, "guessed", "203.0.113.9")
    with pytest.raises(NotFound):
        read(clinic, "guessed", now=later(16))


def test_a_programme_that_has_this_state_gets_no_body_until_something_changes(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    token = feed_of(clinic, clinic.asha)
    first = read(clinic, token)
    again = read(clinic, token, known=frozenset({"other", first.tag}), now=later(60))
    assert (again.tag, again.body) == (first.tag, b"")
    clinic.do(clinic.asha, scheduling.cancel, CancelRequest(appointment_id=booked.id, reason="Away", version=1))
    after = read(clinic, token, known=frozenset({first.tag}), now=later(61))
    assert after.tag != first.tag and b"STATUS:CANCELLED" in after.body


def test_each_reading_is_remembered_as_that_feeds(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    hers, his = feed_of(clinic, clinic.asha), feed_of(clinic, clinic.dr_rao)
    tag = read(clinic, hers).tag
    read(clinic, his)
    read(clinic, hers, known=frozenset({tag}))  # nothing is handed over
    with transaction(reading=True) as db:
        entries = db.exec(select(AuditEntry).where(AuditEntry.act == Permission.READ_FEED).order_by(AuditEntry.seq))
        read_by = [(e.record_id, e.outcome, e.id) for e in entries]
        feed_ids = [
            db.exec(select(CalendarFeed.id).where(CalendarFeed.token_hash == token_hash(x))).one() for x in (hers, his)
        ]
        whose = db.exec(select(AuditSubject.patient_id).where(AuditSubject.entry_id == read_by[0][2])).all()
        others = db.exec(select(AuditSubject).where(AuditSubject.entry_id == read_by[1][2])).all()
    assert [(feed, outcome) for feed, outcome, _ in read_by] == [(feed_ids[0], "done"), (feed_ids[1], "done")]
    assert list(whose) == [clinic.asha.patient_id] and not others  # a doctor's feed tells of no patient


def test_making_and_ending_a_feed_is_remembered(clinic: Cast) -> None:
    feed_of(clinic, clinic.asha)
    clinic.do(clinic.asha, feeds.revoke)
    with transaction(reading=True) as db:
        feed = db.exec(select(CalendarFeed)).one()
        acts = db.exec(select(AuditEntry).where(AuditEntry.act == Permission.KEEP_FEED).order_by(AuditEntry.seq)).all()
    assert [(a.what, a.record_id, a.account_id) for a in acts] == [
        ("make", feed.id, clinic.asha.account_id),
        ("revoke", feed.id, clinic.asha.account_id),
    ]


def test_its_owner_sees_since_when_it_is_read_and_open_screens_hear_of_it(clinic: Cast) -> None:
    assert clinic.do(clinic.asha, feeds.state) == FeedState()
    token = feed_of(clinic, clinic.asha)
    assert clinic.do(clinic.asha, feeds.state) == FeedState(made="23 Nov 2026, 10:00")
    heard: list[str] = []
    stop = BUS.subscribe(lambda change: heard.append(change.topic if change else ""))
    try:
        read(clinic, token, now=later(75))
    finally:
        stop()
    assert clinic.do(clinic.asha, feeds.state).read == "23 Nov 2026, 11:15"
    assert heard in ([f"feed:{clinic.asha.account_id}"], [])  # on PostgreSQL it travels through the database
    clinic.do(clinic.asha, feeds.revoke)
    clinic.do(clinic.asha, feeds.revoke)
    assert clinic.do(clinic.asha, feeds.state) == FeedState()


def test_only_patients_and_doctors_keep_a_feed(clinic: Cast) -> None:
    for who in (clinic.reception, clinic.admin, VISITOR, SYSTEM):
        for act in (feeds.make, feeds.revoke, feeds.state):
            with pytest.raises(Forbidden):
                clinic.do(who, act)


def test_a_feed_speaks_its_owners_language(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    with transaction() as db:
        db.add(NoticeChoice(patient_id=clinic.asha.patient_id, language="de", made_at=NOW))
    calendar = Calendar.from_ical(read(clinic, feed_of(clinic, clinic.asha)).body)
    assert calendar["name"] == "Termine: Alder Valley"
