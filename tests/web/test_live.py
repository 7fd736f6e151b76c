"""What changes at one desk shows on the other screens, once, and to nobody whom it does not concern."""

import asyncio
import logging
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, func, select

from hms.access import Actor, perform
from hms.changes import BUS, Change, tell
from hms.db import transaction
from hms.models import THE_CLINIC, AuditEntry, Clinic, LoginSession
from hms.permissions import Role
from hms.web import connections, journal
from tests.support.cast import Cast
from tests.web import trial
from tests.web.trial import Trial

pytestmark = pytest.mark.asyncio(loop_scope="session")
PLACE = "/patient/trial"


async def test_what_asha_changes_bilal_sees(house: Any, database: Any) -> None:
    await house.hearing()
    asha = await house.open(house.account(Role.PATIENT, "asha"), PLACE)
    bilal = await house.open(house.account(Role.PATIENT, "bilal"), PLACE)
    await asha.call(Trial.change, form={"country": "IN"})
    await bilal.until(lambda: bilal.shows(Trial)["country"] == "IN")
    assert asha.shows(Trial)["country"] == "IN"
    assert asha.shows(Trial)["notice_title"] == "Written"  # a live reload takes no notice away
    assert bilal.shows(Trial)["notice_title"] == "" and bilal.redirects == []
    assert bilal.state["reflex___state____state"]["rx_router_page"]["path"] == PLACE


async def test_a_change_made_in_any_thread_is_heard(house: Any) -> None:
    somebody = house.account(Role.PATIENT)
    page = await house.open(somebody, PLACE)
    actor = Actor(Role.PATIENT, somebody.account_id)
    await asyncio.to_thread(perform, trial.write, actor, "GH")
    await page.until(lambda: page.shows(Trial)["country"] == "GH")


async def test_a_load_knows_what_changed_since_the_last_one_or_that_anything_may_have(house: Any) -> None:
    page = await house.open(house.account(Role.PATIENT), PLACE)
    assert page.shows(Trial)["told"] == "anything"
    BUS.deliver(Change("trial", ("b",)))
    BUS.deliver(Change("trial", ("a", "b")))
    await page.until(lambda: page.shows(Trial)["told"] == "a b")
    BUS.deliver(None)
    await page.until(lambda: page.shows(Trial)["told"] == "anything")
    Trial.fails = RuntimeError("the database was away")
    BUS.deliver(Change("trial", ("c",)))
    await page.rest()
    Trial.fails = None
    await page.call(Trial.change, form={"country": "IN"})
    await page.until(lambda: page.shows(Trial)["country"] == "IN")
    assert page.shows(Trial)["told"] == "anything", "what a failed load did not read is not forgotten"


async def test_a_burst_loads_once_now_and_once_after(house: Any) -> None:
    page = await house.open(house.account(Role.PATIENT), PLACE)
    Trial.slow = asyncio.Event()
    for _ in range(100):
        BUS.deliver(Change("trial"))
    await page.until(lambda: Trial.loads == 2)
    for _ in range(100):
        BUS.deliver(Change("trial"))  # while a load is running: what it has read may be old already
    await asyncio.sleep(0.05)
    assert Trial.loads == 2
    Trial.slow.set()
    await page.until(lambda: Trial.loads == 3)
    await page.rest()
    assert Trial.loads == 3


async def test_a_change_during_the_first_load_is_not_lost(house: Any) -> None:
    Trial.slow = asyncio.Event()
    opening = asyncio.create_task(house.open(house.account(Role.PATIENT), PLACE))
    while Trial.loads == 0:
        await asyncio.sleep(0.002)
    BUS.deliver(Change("trial"))
    await asyncio.sleep(0.02)
    Trial.slow.set()
    page = await opening
    await page.until(lambda: Trial.loads == 2)


async def test_a_topic_learnt_while_loading_counts_from_the_beginning_of_the_load(house: Any) -> None:
    somebody = house.account(Role.PATIENT)
    perform(trial.write, Actor(Role.PATIENT, somebody.account_id), "NP")
    await asyncio.sleep(0.01)
    Trial.slow = asyncio.Event()
    opening = asyncio.create_task(house.open(somebody, PLACE))
    while Trial.loads == 0:
        await asyncio.sleep(0.002)
    BUS.deliver(Change("country:NP"))  # nobody watches this yet
    await asyncio.sleep(0.02)
    Trial.slow.set()
    page = await opening
    await page.until(lambda: Trial.loads == 2)
    assert len(connections.watching("country:NP")) == 1


async def test_when_something_may_have_been_missed_every_page_loads_again(house: Any) -> None:
    pages = [await house.open(house.account(Role.PATIENT, f"p{n}"), PLACE) for n in range(3)]
    BUS.deliver(None)
    await pages[0].until(lambda: Trial.loads == 6)


async def test_a_lost_listener_leaves_no_page_stale(house: Any, postgres_only: Any) -> None:
    await house.hearing()
    page = await house.open(house.account(Role.PATIENT), PLACE)
    lost = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
    with transaction() as db:
        assert db.connection().execute(lost).all()
    await page.until(lambda: not BUS.listening)
    with transaction() as db:  # told while nobody listens
        db.get_one(Clinic, THE_CLINIC).country = "KE"
        tell(db, "trial")
    await page.until(lambda: page.shows(Trial)["country"] == "KE")


async def test_other_topics_and_pages_left_behind_load_nothing(house: Any) -> None:
    page = await house.open(house.account(Role.PATIENT), PLACE)
    BUS.deliver(Change("board"))
    await page.go("/patient")
    BUS.deliver(Change("trial"))
    await asyncio.sleep(0.05)
    await page.rest()
    assert Trial.loads == 1


async def test_a_failed_reload_says_so_and_is_tried_again(house: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    page = await house.open(house.account(Role.PATIENT), PLACE)
    Trial.fails = OSError("the disk with asha's name on it")
    BUS.deliver(Change("trial"))
    await page.until(lambda: page.shows(Trial)["notice_tone"] == "danger")
    assert page.shows(Trial)["refused"] is False
    Trial.fails = None
    await page.until(lambda: page.shows(Trial)["notice_title"] == "")
    assert "asha's name" not in caplog.text


async def test_a_reload_of_what_is_shown_is_not_audited_again(house: Any, clinic_on_sqlite: Cast) -> None:
    def entries() -> int:
        with transaction(reading=True) as db:
            return db.exec(select(func.count()).select_from(AuditEntry).where(col(AuditEntry.what) == "read_own")).one()

    page = await house.open(clinic_on_sqlite.asha, PLACE)
    assert page.shows(Trial)["record"] and entries() == 1
    for loads in (2, 3):
        BUS.deliver(Change("trial"))
        await page.until(lambda loads=loads: Trial.loads == loads)
        await page.rest()
    assert entries() == 1
    await page.go(PLACE)  # opened afresh by a person
    assert entries() == 2


async def test_only_a_human_action_keeps_a_session(house: Any) -> None:
    def acted() -> Any:
        with transaction(reading=True) as db:
            return db.exec(select(LoginSession.acted_at)).one()

    page = await house.open(house.account(Role.PATIENT), PLACE)
    begun = acted()
    BUS.deliver(Change("trial"))
    await page.until(lambda: Trial.loads == 2)
    await page.rest()
    await asyncio.sleep(0.05)
    assert acted() == begun
    await page.call(Trial.echo, 1)
    await page.until(lambda: acted() > begun)
    kept = acted()
    await page.call(Trial.echo, 2)  # at most once in a while
    await asyncio.sleep(0.05)
    assert acted() == kept


async def test_the_journal_reaches_back_or_says_that_it_does_not() -> None:
    since = journal.mark()
    journal.note(Change("a"))
    assert journal.missed(since, frozenset({"a"})) and not journal.missed(since, frozenset({"b"}))
    assert not journal.missed(journal.mark(), frozenset({"a"})) and not journal.missed(since, frozenset())
    journal.note(None)
    assert journal.missed(since, frozenset({"b"}))
    for _ in range(3_000):
        journal.note(Change("c"))
    assert journal.missed(since, frozenset({"z"}))
