"""A calendar of many columns does not fit on a phone: there it opens as a list, until its reader wants it otherwise."""

import reflex as rx

OPEN_LIST = """() => {
  const asked = new URL(window.location).searchParams.get("view");
  if (!asked && matchMedia("(max-width: 767.98px)").matches) document.querySelector('[data-way="list"]')?.click();
}"""


def list_on_phones() -> rx.event.EventSpec:
    """Choose the way that is marked data-way="list" where the screen is narrow and the address names no other view."""
    return rx.call_function(rx.Var(OPEN_LIST))
