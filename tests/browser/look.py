"""What a machine can say of how a screen looks and reads."""

from functools import cache
from importlib import resources
from typing import Any

from playwright.sync_api import ConsoleMessage, Page

GRAVE = ("serious", "critical")
# A colour that is still on its way from light to dark is none that anybody reads: each goes to its end first.
RUN_AXE = """document.getAnimations().forEach((one) => one instanceof CSSTransition && one.finish());
  axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations.map((one) => [
  one.impact, `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`]))"""
WIDER = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return "";
  const inside = (one) => { for (let up = one.parentElement; up; up = up.parentElement)
    if (getComputedStyle(up).overflowX !== "visible") return true; };
  const out = [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > room + 1 && !inside(one));
  return `${document.documentElement.scrollWidth} > ${room}: `
    + out.slice(0, 3).map((one) => `${one.tagName}.${one.className}`).join(" | ");
}"""
HEADINGS = (
    "() => [...document.querySelectorAll('h1')].filter((one) => one.checkVisibility()).map((one) => one.innerText)"
)


@cache
def _axe() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def grave_violations(page: Page) -> list[str]:
    """List what axe holds for serious or critical. It comes in by the debugger: the page's own policy lets no script."""
    debugger = page.context.new_cdp_session(page)
    debugger.send("Runtime.evaluate", {"expression": _axe() + ";0"})
    answer: dict[str, Any] = debugger.send(
        "Runtime.evaluate", {"expression": RUN_AXE, "awaitPromise": True, "returnByValue": True}
    )
    debugger.detach()
    return [f"{impact} {what}" for impact, what in answer["result"]["value"] if impact in GRAVE]


def overflow(page: Page) -> list[str]:
    """Say what stands out sideways."""
    wide = page.evaluate(WIDER)
    return [f"overflows: {wide}"] if wide else []


def headings(page: Page) -> list[str]:
    """Say so where there is not exactly one main heading."""
    found = page.evaluate(HEADINGS)
    return [] if len(found) == 1 and found[0].strip() else [f"main headings: {found}"]


class Complaints:
    """What the browser complains of on a page."""

    def __init__(self, page: Page) -> None:
        self.heard: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.heard.append(f"console: {message.text} {message.location.get('url', '')}")

    def take(self) -> list[str]:
        """Give what was heard since the last time."""
        heard, self.heard = self.heard, []
        return heard
