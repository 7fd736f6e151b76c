"""What every test may ask for. The people (asha, bilal, dr_rao, ...) are in support/cast.py."""

import os

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.support.database", "tests.support.cast", "tests.support.server", "tests.support.browser"]
pytest_plugins += ["tests.support.post"]

# How long an example takes says how busy the machine is, nothing of the clinic.
settings.register_profile("untimed", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

ORDER = ("unit", "services", "web", "browser")  # the quick ones first

for _name in [
    name for name in os.environ if name.startswith("HMS_") and not name.startswith(("HMS_TEST_", "HMS_REQUIRE_"))
]:
    del os.environ[_name]  # nobody's own clinic is ever what a test works on


def _place(item: pytest.Item) -> tuple[bool, int]:
    folder = item.path.relative_to(item.config.rootpath / "tests").parts[0]
    # Once a browser has started, its driver holds the event loop of this thread: no test that is a coroutine runs after.
    return "browser" in getattr(item, "fixturenames", ()), ORDER.index(folder) if folder in ORDER else 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run folder by folder, and what needs a browser last."""
    items.sort(key=_place)
