"""A browser's end of the socket over TCP, without the browser: one signed-in client."""

import asyncio
from uuid import uuid4

import aiohttp

from hms.web.cookie import name as cookie_name
from hms.web.reflex_private import NAVIGATE
from tests.web.wire import Wire

OPENS_S = 30


class Client(Wire):
    """One open page. Everything but the way to the server is the wire of the web tests."""

    def __init__(self, http: aiohttp.ClientSession, url: str, token: str = "", path: str = "/patient") -> None:
        super().__init__(None, token)
        self.http, self.url, self.path = http, url, path
        self.answered = asyncio.Event()  # an event came since it was cleared
        self.headers = {"Origin": url} | ({"Cookie": f"{cookie_name()}={token}"} if token else {})

    async def open(self) -> "Client":
        """Open the websocket and the page."""
        address = f"{self.url}/_event/?EIO=4&transport=websocket&token={uuid4()}"
        self.socket = await self.http.ws_connect(address, headers=self.headers)
        self.tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._speak())]
        self.connect(self.path)
        await self.until(lambda: self.sid, OPENS_S)
        return self

    def say(self, text: str) -> None:
        """Send a frame, in order."""
        self.to_app.put_nowait(text)

    async def _speak(self) -> None:
        while True:
            await self.socket.send_str(await self.to_app.get())

    async def _hear(self) -> None:
        async for message in self.socket:
            before = len(self.packets)
            self._heard(message.data)
            if len(self.packets) > before:
                self.answered.set()
        self.closed = self.socket.close_code or 1006

    @property
    def loaded(self) -> bool:
        """Tell whether the page shows what it has to show."""
        return any(values.get("loading") is False for values in self.state.values())

    def open_again(self) -> None:
        """Open the page anew, as a link inside the app does; what came before is looked at no more."""
        self.packets.clear()
        self.event(NAVIGATE, {}, self.path)

    async def hang_up(self) -> None:
        """Close the page."""
        for task in self.tasks:
            task.cancel()
        await self.socket.close()
