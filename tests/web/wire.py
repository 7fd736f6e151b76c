"""A browser's end of the socket, byte by byte, straight on the ASGI app: it may say what no browser would."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

ORIGIN = "http://127.0.0.1:8000"
ROOT = "reflex___state____state"
HYDRATE = f"{ROOT}.hydrate_and_load"
PATIENCE_S = 30.0  # only ends what would wait for ever; a busy machine may stand still for seconds


class Refused(Exception):
    """The websocket was closed before it was opened."""


class Wire:
    """One websocket."""

    def __init__(
        self,
        asgi: Any,
        token: str = "",
        *,
        origin: str | None = ORIGIN,
        path: str = "/_event/",
        query: str = "EIO=4&transport=websocket&token=taken-from-somebody",
        protocols: tuple[str, ...] = (),
    ) -> None:
        headers = [(b"host", b"127.0.0.1:8000"), (b"upgrade", b"websocket"), (b"connection", b"Upgrade")]
        headers += [(b"cookie", f"hms_session={token}".encode())] if token else []
        headers += [(b"origin", origin.encode())] if origin is not None else []
        self.scope = {
            "type": "websocket", "path": path, "raw_path": path.encode(), "root_path": "", "scheme": "ws",
            "query_string": query.encode(), "headers": headers, "subprotocols": list(protocols),
            "client": ("127.0.0.1", 50_000), "server": ("127.0.0.1", 8000), "asgi": {"version": "3.0"},
        }  # fmt: skip
        self.asgi = asgi
        self.to_app: asyncio.Queue[Any] = asyncio.Queue()
        self.opened = asyncio.Event()
        self.closed: int | None = None
        self.packets: list[Any] = []  # each [event, data] that came
        self.sid = ""
        self.stalled = False  # reads nothing more

    async def _send(self, message: Any) -> None:
        while self.stalled:
            await asyncio.sleep(0.01)
        if message["type"] == "websocket.accept":
            self.opened.set()
        elif message["type"] == "websocket.close":
            self.closed = message.get("code", 1000)
            self.opened.set()
            self.to_app.put_nowait({"type": "websocket.disconnect", "code": self.closed})
        elif text := message.get("text"):
            self._heard(text)

    def _heard(self, text: str) -> None:
        if text == "2":
            self.say("3")
        elif text.startswith("40/_event,"):
            self.sid = json.loads(text.partition(",")[2])["sid"]
        elif text.startswith("42/_event,"):
            self.packets.append(json.loads(text.partition(",")[2]))

    async def open(self) -> "Wire":
        """Open the websocket. Raises Refused."""
        self.to_app.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(self.asgi(self.scope, self.to_app.get, self._send))
        await asyncio.wait_for(self.opened.wait(), PATIENCE_S)
        if self.closed is not None:
            raise Refused(self.closed)
        return self

    def say(self, text: str) -> None:
        """Send a frame as it is."""
        self.to_app.put_nowait({"type": "websocket.receive", "text": text})

    def connect(self, path: str, query: dict[str, str] | None = None, **more: Any) -> None:
        """Connect to Reflex as its own frontend does, with the page to begin on."""
        place = {"pathname": path, "asPath": path, "query": query or {}}
        self.say("40/_event," + json.dumps({"event": {"name": HYDRATE, "router_data": place, "payload": {}}, **more}))

    def event(
        self, name: str, payload: Any = None, path: str = "/patient", query: dict[str, str] | None = None
    ) -> None:
        """Send an event of the app."""
        place = {"pathname": path, "asPath": path, "query": query or {}}
        self.emit("event", {"name": name, "payload": payload or {}, "router_data": place})

    def emit(self, *packet: Any) -> None:
        """Send an event of socket.io."""
        self.say("42/_event," + json.dumps(packet))

    async def until(self, true: Callable[[], Any], seconds: float = PATIENCE_S) -> Any:
        """Wait until something is true. Raises AssertionError when it does not become so."""
        end = asyncio.get_running_loop().time() + seconds
        while not (found := true()):
            assert asyncio.get_running_loop().time() < end, "it did not happen"
            await asyncio.sleep(0.002)
        return found

    async def hang_up(self) -> None:
        """Go away without a word."""
        self.to_app.put_nowait({"type": "websocket.disconnect", "code": 1006})
        await asyncio.wait_for(self.task, PATIENCE_S)

    @property
    def state(self) -> dict[str, dict[str, Any]]:
        """Put together what was sent of each state: full name -> var -> value."""
        known: dict[str, dict[str, Any]] = {}
        for kind, data in self.packets:
            for name, values in (data.get("delta") or {}).items() if kind == "event" else ():
                known.setdefault(name, {}).update({k.removesuffix("_rx_state_"): v for k, v in values.items()})
        return known

    @property
    def redirects(self) -> list[str]:
        """List where the browser was sent."""
        sent = [e for kind, data in self.packets if kind == "event" for e in data.get("events") or ()]
        return [e["payload"]["path"] for e in sent if e["name"] == "_redirect"]
