"""A hundred signed-in clients with their pages open, each of whom opens its page anew now and then."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

import aiohttp

from tests.bench.load import demo, people
from tests.bench.load.clients import Client
from tests.support.database import Database
from tests.support.server import ServedClinic, served

AGAIN_S, OPENS_S = 20.0, 120.0


@dataclass(frozen=True)
class Busy:
    """A served demo clinic with its crowd; place is its database."""

    served: ServedClinic
    place: Database
    clients: list[Client]


@contextmanager
def busy_clinic() -> Iterator[Busy]:
    """Serve a demo clinic, sign a hundred people in, open their pages, and keep them busy."""
    from hms import db

    with demo.clinic() as place:
        hundred = people.enrol()
        db.dispose()
        with served("demo", place.data_dir, environment={"HMS_DEMO_PASSWORD": demo.PASSWORD}) as clinic:
            tokens = people.sign_all_in(clinic.url, hundred)
            pages = [(token, person.path) for token, person in zip(tokens, hundred, strict=True)]
            with _crowd(clinic.url, pages) as clients:
                yield Busy(clinic, place, clients)
                if gone := [client.path for client in clients if client.closed]:
                    raise RuntimeError(f"{len(gone)} clients were hung up on")


@contextmanager
def _crowd(url: str, pages: list[tuple[str, str]]) -> Iterator[list[Client]]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    clients: list[Client] = []
    busy = asyncio.Event()
    life = asyncio.run_coroutine_threadsafe(_live(url, pages, clients, busy), loop)
    ready = asyncio.run_coroutine_threadsafe(busy.wait(), loop)
    try:
        while not (ready.done() or life.done()):
            threading.Event().wait(0.05)
        if life.done():
            life.result()
        yield clients
    finally:
        life.cancel()
        asyncio.run_coroutine_threadsafe(_rest(clients), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _live(url: str, pages: list[tuple[str, str]], clients: list[Client], busy: asyncio.Event) -> None:
    chance = Random(1)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        for token, path in pages:
            clients.append(await Client(http, url, token, path).open())
        for client in clients:
            await client.until(lambda client=client: client.loaded, OPENS_S)
        busy.set()
        while True:
            await asyncio.sleep(chance.expovariate(len(clients) / AGAIN_S))
            chance.choice(clients).open_again()


async def _rest(clients: list[Client]) -> None:
    for client in clients:
        await client.hang_up()
