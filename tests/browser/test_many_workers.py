"""Two processes answer, and any of them or their listener may die: no page is left stale, none needs a reload."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hms.schemas.scheduling import BookingRequest
from hms.services import scheduling
from tests.browser.conftest import Founded
from tests.browser.steps import ended, on_board, row_of, settled, sign_out, untouched
from tests.browser.workers import kill, let_in, on_both, until, websockets
from tests.browser.zones import morning_zone
from tests.support.server import ServedClinic, served

ASHA = "Asha Nair"
LISTENING = "pid <> pg_backend_pid() AND datname = current_database() AND query LIKE 'LISTEN%'"


@pytest.fixture
def clinic(this_morning_on_postgresql: Founded) -> Iterator[ServedClinic]:
    founded = this_morning_on_postgresql
    with served("run", founded.place.data_dir, workers=2, environment=founded.environment) as running:
        yield running


@pytest.fixture
def person(browser: Browser, clinic: ServedClinic) -> Iterator[Callable[[str], BrowserContext]]:
    """Give the way to sign somebody in, whose pages then connect by websocket and by nothing else."""
    made: list[BrowserContext] = []

    def signed_in(email: str) -> BrowserContext:
        made.append(browser.new_context(viewport={"width": 1440, "height": 900}))
        let_in(made[-1], clinic.url, email)
        return made[-1]

    yield signed_in
    for context in made:
        context.close()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    settled(page)
    return page


def books(founded: Founded, hour: int, minute: int) -> str:
    """Let Asha book from a third process; gives the time as screens write it."""
    zone = ZoneInfo(morning_zone())
    at = datetime.combine(datetime.now(UTC).astimezone(zone), time(hour, minute), zone)
    with founded.acting() as cast:
        wish = BookingRequest(
            practitioner_id=cast.dr_rao.practitioner_id, starts_at=at, reason="Dizzy", key=str(uuid4())
        )
        cast.do(cast.asha, scheduling.book, wish)
    return f"{at:%H:%M}"


def everybody_sees(boards: list[Page], doctor: Page, shown: str) -> None:
    for board in boards:
        expect(on_board(board, shown, ASHA)).to_be_visible()
    expect(row_of(doctor, ASHA, shown)).to_be_visible()


def test_a_booking_reaches_everybody_also_when_a_worker_was_killed(
    this_morning_on_postgresql: Founded, clinic: ServedClinic, person: Callable[[str], BrowserContext]
) -> None:
    doctor = opened(person("rao@alder.example"), f"{clinic.url}/doctor")
    boards = on_both(clinic, lambda: opened(person("desk@alder.example"), f"{clinic.url}/reception"))
    checks = [untouched(page) for page in (doctor, *boards)]
    everybody_sees(boards, doctor, books(this_morning_on_postgresql, 10, 0))
    for hour, pid in enumerate(list(websockets(clinic)), 14):
        kill(pid)
        everybody_sees(boards, doctor, books(this_morning_on_postgresql, hour, 20))
        everybody_sees(boards, doctor, books(this_morning_on_postgresql, hour, 40))
        count = len(boards) + 1
        until(lambda wanted=count: sum(map(len, websockets(clinic).values())) >= wanted, "a page did not come back")
    for check in checks:
        check()


def test_a_lost_listener_leaves_no_page_stale(
    this_morning_on_postgresql: Founded, clinic: ServedClinic, person: Callable[[str], BrowserContext]
) -> None:
    doctor = opened(person("rao@alder.example"), f"{clinic.url}/doctor")
    boards = on_both(clinic, lambda: opened(person("desk@alder.example"), f"{clinic.url}/reception"))
    checks = [untouched(page) for page in (doctor, *boards)]
    with psycopg.connect(this_morning_on_postgresql.place.url, autocommit=True) as database:
        for hour in (10, 11, 14):
            ends = f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {LISTENING}"
            until(
                lambda: database.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {LISTENING}").fetchone() == (2,),
                "each worker listens again",
            )
            first = books(this_morning_on_postgresql, hour, 0)
            assert database.execute(ends).fetchone() == (2,)
            second = books(this_morning_on_postgresql, hour, 20)
            for shown in (first, second):
                everybody_sees(boards, doctor, shown)
    for check in checks:
        check()


def test_signing_out_ends_the_pages_on_the_other_worker_too(
    clinic: ServedClinic, person: Callable[[str], BrowserContext]
) -> None:
    desk = person("desk@alder.example")
    pages = on_both(clinic, lambda: opened(desk, f"{clinic.url}/reception"))
    desk.unroute_all()
    sign_out(pages[0])
    for page in pages:
        ended(page)
