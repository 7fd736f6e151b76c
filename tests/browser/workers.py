"""Which process holds which page's websocket: what a test must know before it kills one of them."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress

import psutil
from playwright.sync_api import BrowserContext, Error, Page, Route

from tests.support.cast import PASSWORD
from tests.support.server import ServedClinic

SETTLES_S, MOST_PAGES = 20.0, 16


def _through_the_driver(route: Route) -> None:
    try:
        route.fulfill(response=route.fetch())
    except Error:  # nobody answers just now, or the page has gone
        with suppress(Error):
            route.abort("connectionrefused")


def let_in(context: BrowserContext, url: str, email: str) -> None:
    """Sign in without a page. From here on the browser's only connections to the server are websockets."""
    answer = context.request.post(
        f"{url}/sign-in", form={"email": email, "password": PASSWORD}, headers={"Origin": url}
    )
    assert answer.ok, answer.text()
    context.grant_permissions(
        ["local-network-access"]
    )  # a page from the driver is of no network that the browser knows
    context.route("**/*", _through_the_driver)


def _ports(process: psutil.Process, port: int, *, served: bool) -> set[int]:
    """Give the browser's ends of a process's connections to the server's port."""
    try:
        found = process.net_connections("tcp")
    except psutil.Error:  # it has just ended
        return set()
    living = [c for c in found if c.status == psutil.CONN_ESTABLISHED]
    if served:
        return {c.raddr.port for c in living if c.laddr.port == port}
    return {c.laddr.port for c in living if c.raddr.port == port}


def websockets(clinic: ServedClinic) -> dict[int, set[int]]:
    """Give for each process that answers the ports from which browsers hold a websocket to it."""
    port = int(clinic.url.rpartition(":")[2])
    browsers = [p for p in psutil.Process().children(recursive=True) if "chrom" in p.name()]
    ours = set().union(*(_ports(browser, port, served=False) for browser in browsers))
    held = {p.pid: _ports(p, port, served=True) & ours for p in psutil.Process(clinic.process.pid).children()}
    return {pid: ports for pid, ports in held.items() if ports}


def on_both(clinic: ServedClinic, open_one: Callable[[], Page]) -> list[Page]:
    """Open pages until each of the two workers holds a websocket."""
    pages = []
    while len(websockets(clinic)) < 2:
        assert len(pages) < MOST_PAGES, f"all on one worker: {websockets(clinic)}"
        pages.append(open_one())
    return pages


def kill(pid: int) -> None:
    """Kill a worker without a warning."""
    os.kill(pid, signal.SIGKILL)


def until(true: Callable[[], bool], what: str) -> None:
    """Wait for something that no screen shows."""
    ends = time.monotonic() + SETTLES_S
    while not true():
        assert time.monotonic() < ends, what
        time.sleep(0.05)
