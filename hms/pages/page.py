"""What a page is to the app."""

from collections.abc import Callable
from dataclasses import dataclass

import reflex as rx

from hms.web.screen import Screen


@dataclass(frozen=True, slots=True)
class Page:
    """An address, what draws it, the screen behind it, and its title, worded for the reader."""

    route: str
    view: Callable[[], rx.Component]
    screen: type[Screen]
    title: str
