"""The app in this process, with two more pages to try things on."""

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from tests.support.cast import Cast, quick_hashing
from tests.web import trial


@pytest.fixture(scope="session")
def put_together() -> Any:
    """Put the app together once, as each process of the server does."""
    os.environ.update({"__REFLEX_SKIP_COMPILE": "true", "REFLEX_TELEMETRY_ENABLED": "false"})
    from hms.app import app  # after the trial's screens, for it asks every handler for its policy

    app.add_page(trial.view, route="/patient/trial", on_load=trial.Trial.open)
    app.add_page(trial.view, route="/doctor/trial/[id]", on_load=trial.DoctorTrial.open)
    return app, app()


DATABASES = ("clinic", "clinic_on_sqlite", "clinic_on_postgresql", "database", "postgres_only", "sqlite_only")


@pytest_asyncio.fixture(loop_scope="session")
async def house(put_together: Any, request: pytest.FixtureRequest) -> AsyncIterator[Any]:
    """Run the app on the database that the test asks for besides; else on a clean one of SQLite."""
    request.getfixturevalue(next((name for name in DATABASES if name in request.fixturenames), "sqlite_only"))
    from hms.web import closing, connections, human, session_cache
    from hms.web.gate import Gate
    from hms.web.reflex_private import built_client
    from hms.web.routes import routes
    from tests.web.pipeline import House, running
    from tests.web.trial import Trial

    app, inner = put_together
    Trial.seen, Trial.loads, Trial.fails, Trial.slow = [], 0, None, None
    session_cache.drop(None)
    human.forget_all()
    gate = Gate(inner, routes(), app.router, built_client())
    async with running(gate):
        made = House(gate)
        yield made
        for page in made.pages:
            await page.hang_up()
    assert not list(connections.everyone()) and not closing.open_sessions()


@pytest.fixture
def cast(house: Any) -> Iterator[Cast]:
    """Give the small clinic as it is now: screens know no other time."""
    with quick_hashing():
        made = Cast(now=datetime.now(UTC))
        made.found_clinic()
        yield made
