"""The first page of a signed-in patient whose browser has never been here."""

from functools import cache
from statistics import median
from typing import Any, NamedTuple

from playwright.sync_api import Browser

from hms.demo.staff import PATIENT
from tests.bench.load import browser, demo, people
from tests.bench.registry import Goal, Reading, figure
from tests.support.server import served

LOADS = 7
# Milliseconds from the start of the navigation to the frame in which the greeting by name is there.
SHOWN = """() => new Promise((shown, never) => {
  setTimeout(() => never(new Error('it was never shown')), 20000);
  const look = () => /^Hello, \\S/.test(document.querySelector('h1')?.textContent ?? '')
    ? setTimeout(() => shown(performance.now())) : requestAnimationFrame(look);
  look();
})"""


class Load(NamedTuple):
    """One cold load."""

    shown_ms: float
    scripts_bytes: float


@cache
def _loads() -> list[Load]:
    with demo.clinic() as place:
        environment = {"HMS_DEMO_PASSWORD": demo.PASSWORD}
        with served("demo", place.data_dir, environment=environment) as clinic, browser.started() as chromium:
            token = people.sign_in(clinic.url, PATIENT)
            return [_load(chromium, clinic.url, token) for _ in range(LOADS)]


def _load(chromium: Browser, url: str, token: str) -> Load:
    page = browser.page_of(chromium, url, token)
    network = page.context.new_cdp_session(page)
    scripts: dict[str, float] = {}

    def began(message: dict[str, Any]) -> None:
        if "javascript" in message["response"]["mimeType"]:
            scripts[message["requestId"]] = 0

    def ended(message: dict[str, Any]) -> None:
        if message["requestId"] in scripts:
            scripts[message["requestId"]] = message["encodedDataLength"]

    network.on("Network.responseReceived", began)
    network.on("Network.loadingFinished", ended)
    network.send("Network.enable")
    page.goto("/patient", wait_until="commit")
    shown_ms = page.evaluate(SHOWN)
    page.wait_for_load_state("networkidle")
    page.context.close()
    return Load(shown_ms, sum(scripts.values()))


@figure("s", Goal.UNDER, 1.5)
def first_page_shown() -> Reading:
    """Open the first page of a signed-in patient, cold, on loopback, until its data is shown."""
    shown = sorted(load.shown_ms / 1e3 for load in _loads())
    how = f"median of {LOADS} loads in Chromium, each with an empty cache; from {shown[0]:.2f} to {shown[-1]:.2f} s"
    return Reading(median(shown), how)


@figure("kB", Goal.UNDER, 400)
def first_page_javascript() -> Reading:
    """Count the JavaScript that this page transfers, gzip."""
    most = max(load.scripts_bytes for load in _loads())
    return Reading(most / 1e3, f"bytes on the wire of all scripts, as Chromium counts them; the most of {LOADS} loads")
