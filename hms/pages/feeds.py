"""A private calendar feed, kept by patients and doctors alike: make its address, copy it, end it."""

import json

import reflex as rx

from hms.components.buttons import button, link_button
from hms.components.cards import section
from hms.components.feedback import notice
from hms.components.forms import field
from hms.components.layout import row, stack, txt
from hms.schemas.feeds import FeedState
from hms.services import feeds
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

FIELD, SAID = "feed-address", "feed-copied"
SELECT = rx.Var(f"() => document.getElementById('{FIELD}')?.select()")


def feed_topic() -> str:
    """Name what a screen watches to follow when its reader's feed is read."""
    return f"feed:{identity.card().account_id}"


class KeepsFeed(Screen, mixin=True):
    """A screen with its reader's own feed. Its load awaits _read_feed(); it watches feed_topic()."""

    feed: FeedState = FeedState()
    feed_path: str = ""  # of a new address, shown this once
    feed_sure: str = ""  # "new" or "end": asked once more

    async def _read_feed(self) -> None:
        self.feed = await self.ask(feeds.state)

    @handler(busy=True)
    async def make_feed(self) -> None:
        """Make a new address; the one before ends."""
        self.feed_path, self.feed_sure = await self.ask(feeds.make), ""
        await self._read_feed()

    @handler(busy=True)
    async def end_feed(self) -> None:
        """End the address."""
        await self.ask(feeds.revoke)
        self.feed_path = self.feed_sure = ""
        await self._read_feed()
        self.say("ok", t("The address works no longer"), t("Your calendar programme keeps what it has read before."))

    @handler
    async def ask_about_feed(self, what: str) -> None:
        """Ask once more before an address ends."""
        self.feed_sure = what

    @handler
    async def leave_feed(self) -> None:
        """Leave the address as it is."""
        self.feed_sure = ""


def feed_section(screen: type[KeepsFeed], told: str) -> rx.Component:
    """Draw the feed: what it tells, its state, and what one may do with it."""
    none = button(t("Make a private address"), "link", busy=screen.busy, on_click=screen.make_feed)
    body = stack(
        txt(told, "body", "ink_2", "p"),
        rx.cond(screen.feed_path, _new(screen), rx.fragment()),
        rx.cond(screen.feed.made, _kept(screen), row(none)),
        gap="md",
    )
    return section(t("In your own calendar"), body, id="calendar-feed")


def _new(screen: type[KeepsFeed]) -> rx.Component:
    origin, host = (rx.Var(f"location.{part}").to(str) for part in ("origin", "host"))
    once = t("Copy it now: it is shown this once. Whoever has it can read these times: keep it to yourself.")
    address = field(
        t("Private address"), FIELD, kind="url", value=origin + screen.feed_path, read_only=True,
        on_focus=rx.call_function(SELECT), auto_focus=True,
    )  # fmt: skip
    acts = row(
        button(t("Copy"), "copy", on_click=rx.call_function(_copy())),
        link_button(
            t("Open in my calendar"), rx.Var.create("webcal://") + host + screen.feed_path, "calendar-plus",
            outside=True,
        ),
        txt("", "small", "ink_2", id=SAID, role="status"),
        wrap=True,
    )  # fmt: skip
    return stack(notice("ok", t("Your private address is ready"), once), address, acts, _how(), gap="md", role="status")


def _copy() -> rx.Var:
    """Copy the address and say so beside it. Without a secure connection a browser lends its clipboard to nobody."""
    done, selected = json.dumps(t("Copied.")), json.dumps(t("It is selected: press Ctrl+C to copy it."))
    return rx.Var(f"""async () => {{
  const field = document.getElementById('{FIELD}'), said = document.getElementById('{SAID}');
  field.select();
  try {{ await navigator.clipboard.writeText(field.value); said.textContent = {done} }}
  catch {{ said.textContent = {selected} }}
}}""")


def _how() -> rx.Component:
    ways = (
        t("Apple Calendar, Outlook: press Open in my calendar."),
        t("Google Calendar: under Other calendars choose From URL, and paste the address."),
        t("Thunderbird: New calendar, On the network, and paste the address."),
    )
    listed = rx.el.ul(*[txt(way, "small", "ink_2", "li") for way in ways])
    return rx.el.details(rx.el.summary(t("How do I add it?"), class_name="t-strong"), listed)


def _kept(screen: type[KeepsFeed]) -> rx.Component:
    feed = screen.feed
    read = rx.cond(feed.read, t("Last read {when}.", when=feed.read), t("No calendar has read it yet."))
    state = txt(rx.fragment(t("Address made {when}.", when=feed.made), " ", read), "small", "ink_2", "p")
    usual = row(
        button(t("Make a new address"), "refresh-cw", on_click=screen.ask_about_feed("new")),
        button(t("End this address"), "x", danger=True, on_click=screen.ask_about_feed("end")),
        wrap=True,
    )
    stops = txt(t("The present address stops working at once."), "body", tag="p")
    back = button(t("Keep it as it is"), on_click=screen.leave_feed)
    new = button(t("Yes, make a new one"), busy=screen.busy, on_click=screen.make_feed, auto_focus=True)
    end = button(t("Yes, end it"), danger=True, busy=screen.busy, on_click=screen.end_feed, auto_focus=True)
    sure = stack(stops, row(rx.cond(screen.feed_sure == "new", new, end), back, wrap=True))
    return stack(state, rx.cond(screen.feed_sure, sure, usual))
