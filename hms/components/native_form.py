"""A form that the browser itself sends, such as signing out."""

import reflex as rx
from reflex_components_core.el.element import Element

from hms.components.layout import Text


class NativeForm(Element):
    """An HTML form without Reflex's own submit handler, which would keep a native POST from leaving."""

    tag = "form"
    action: rx.Var[str]
    method: rx.Var[str]


def native_form(action: Text, *children: object, **props: object) -> rx.Component:
    """Post to an address of this server, as plain HTML does."""
    return NativeForm.create(*children, action=action, method="post", **props)
