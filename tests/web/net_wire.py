"""The same raw client over a real network, against a clinic that is served."""

import asyncio
from typing import Any

import aiohttp

from tests.web.wire import Refused, Wire


class NetWire(Wire):
    """One websocket to a served clinic."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__(None, token, origin=url)
        self.url = url
        self.headers = {"Origin": url, "Cookie": f"hms_session={token}"}

    async def open(self) -> "NetWire":
        """Open the websocket. Raises Refused."""
        self.web = aiohttp.ClientSession(headers=self.headers)
        try:
            self.socket = await self.web.ws_connect(f"{self.url}/_event/?EIO=4&transport=websocket&token=mine")
        except aiohttp.WSServerHandshakeError as refused:
            await self.web.close()
            raise Refused(refused.status) from refused
        self.task = asyncio.create_task(self._listen())
        return self

    async def _listen(self) -> None:
        async for message in self.socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                self._heard(message.data)
        self.closed = self.socket.close_code or 1006

    def say(self, text: str) -> None:
        """Send a frame as it is."""
        self.sending = asyncio.ensure_future(self.socket.send_str(text))

    async def hang_up(self) -> None:
        """Go away."""
        await self.socket.close()
        await self.task
        await self.web.close()


async def open_page(url: str, token: str, path: str, screen: Any, **query: str) -> NetWire:
    """Open a page of a served clinic, and wait until its screen has loaded."""
    page = await NetWire(url, token).open()
    page.connect(path, query)
    await page.until(lambda: page.state.get(screen.get_full_name(), {}).get("loading") is False, 15)
    return page
