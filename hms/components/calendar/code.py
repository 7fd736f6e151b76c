"""The calendar's JavaScript, put among the frontend's sources, and the library it stands on."""

from pathlib import Path

import reflex as rx

PACKAGE = "@event-calendar/core"
VERSION = "5.15.0"
FOLDER = "utils/calendar"  # inside the frontend; a page that shows a calendar fetches it when it opens, others never do


class CalendarCode(rx.plugins.Plugin):
    """The build step that installs Event Calendar (MIT) and lays our part of the calendar beside it."""

    def get_frontend_development_dependencies(self, **context: object) -> list[str]:
        """Name the package to install; an ordinary dependency would be bundled into every page."""
        return [f"{PACKAGE}@{VERSION}"]

    def get_static_assets(self, **context: object) -> list[tuple[Path, str]]:
        """Give the files that the build takes in."""
        return [(Path(FOLDER, file.name), file.read_text("utf-8")) for file in Path(__file__).parent.glob("*.js")]
