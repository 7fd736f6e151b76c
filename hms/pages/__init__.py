"""Screens by role. Each role's package lists its own pages in PAGES; here they come together."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hms.pages.page import Page

ROLES = ("patient", "doctor", "reception", "admin", "display", "kiosk")


def all_pages() -> "list[Page]":
    """Return the pages of all roles. By name, so that importing one role's package never imports another's."""
    return [page for role in ROLES for page in import_module(f"hms.pages.{role}").PAGES]
