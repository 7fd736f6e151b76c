"""Form parts: label above, hint under it, the error beside the field in words, one column."""

from collections.abc import Mapping, Sequence

import reflex as rx

from hms.components.layout import Part, Text, icon, is_told, txt
from hms.texts import t

Errors = Mapping[str, str] | rx.Var | None


def error_of(errors: Errors, name: str) -> Text:
    """Pick a field's error from all of a form's; the empty text where there is none."""
    if isinstance(errors, rx.Var):
        return errors.to(dict[str, str]).get(name, "")
    return (errors or {}).get(name, "")


def described(name: str, hint: Text, error: Text) -> dict[str, object]:
    """Tie a control to its hint and to the error that it may have now."""
    words = f"{name}-hint" if is_told(hint) else ""
    if isinstance(error, rx.Var):
        wrong = f"{words} {name}-error".strip()
        said = rx.cond(error, wrong, words) if words else rx.cond(error, wrong, rx.Var("undefined"))
        return {"aria_describedby": said, "aria_invalid": rx.cond(error, "true", "false")}
    words = f"{words} {name}-error".strip() if error else words
    return {**({"aria_describedby": words} if words else {}), "aria_invalid": "true" if error else "false"}


def error_text(name: str, error: Text) -> rx.Component:
    """Say what is wrong with a field, beside it."""
    said = rx.el.p(icon("circle-alert", ""), rx.el.span(error), id=f"{name}-error", class_name="h-field-error t-strong")
    return rx.cond(error, said, rx.fragment()) if isinstance(error, rx.Var) else said if error else rx.fragment()


def labelled(
    label: Text, name: str, control: Part, *, hint: Text = "", error: Text = "", optional: bool = False, **props: object
) -> rx.Component:
    """Put a label, a hint and an error around any control whose id is `name`."""
    mark = txt(" " + t("(optional)"), "body", "ink_3") if optional else rx.fragment()
    top = rx.el.label(label, mark, html_for=name, class_name="h-label t-strong")
    note = txt(hint, "small", "ink_2", "p", id=f"{name}-hint") if is_told(hint) else rx.fragment()
    return rx.el.div(
        top, note, rx.el.div(control, error_text(name, error), class_name="h-control"), class_name="h-field", **props
    )


def field(
    label: Text,
    name: str,
    value: Text = "",
    *,
    hint: Text = "",
    errors: Errors = None,
    kind: str = "text",
    optional: bool = False,
    **props: object,
) -> rx.Component:
    """Draw a labelled input whose id is its name, unless another id is given: two forms may have fields of one name.

    `errors` is the screen's `field_errors`; `value` is what it starts with.

    More props (on_change, on_blur, auto_complete, input_mode, min, max, step, list …) go to the input itself.
    """
    error, place = error_of(errors, name), str(props.pop("id", name))
    start = {"default_value": value} if "value" not in props else {}
    looks = {"id": place, "name": name, "type": kind, "class_name": "h-input", "required": not optional}
    control = rx.el.input(**{**looks, **start, **described(place, hint, error), **props})
    return labelled(label, place, control, hint=hint, error=error, optional=optional)


def long_text(
    label: Text,
    name: str,
    value: Text = "",
    *,
    rows: int = 3,
    hint: Text = "",
    errors: Errors = None,
    optional: bool = False,
    **props: object,
) -> rx.Component:
    """Draw a labelled text area."""
    error, place = error_of(errors, name), str(props.pop("id", name))
    looks = {"id": place, "name": name, "rows": str(rows), "class_name": "h-input h-area", "required": not optional}
    control = rx.el.textarea(default_value=value, **looks, **described(place, hint, error), **props)
    return labelled(label, place, control, hint=hint, error=error, optional=optional)


def select(
    label: Text,
    name: str,
    options: Sequence[tuple[str, str]] | rx.Var,
    value: Text = "",
    *,
    hint: Text = "",
    errors: Errors = None,
    optional: bool = False,
    **props: object,
) -> rx.Component:
    """Draw a labelled choice from a list of (value, words); a state var may hold the list."""
    error, place = error_of(errors, name), str(props.pop("id", name))
    listed = options if isinstance(options, rx.Var) else rx.Var.create([list(o) for o in options])
    listed = listed.to(list[list[str]])
    looks = {"id": place, "name": name, "class_name": "h-input h-select", "required": not optional}
    control = rx.el.select(
        rx.foreach(listed, lambda o: rx.el.option(o[1], value=o[0], key=o[0])),
        **{"default_value": value, **looks, **described(place, hint, error), **props},
    )
    return labelled(label, place, control, hint=hint, error=error, optional=optional)


def form(*children: object, **props: object) -> rx.Component:
    """Gather fields and buttons; `on_submit` gets a dict by field name. The server judges what was typed."""
    return rx.el.form(*children, **{"class_name": "h-form", "no_validate": True, "reset_on_submit": False, **props})


def actions(*buttons: rx.Component) -> rx.Component:
    """Put the buttons of a form in a row at its end."""
    return rx.el.div(*buttons, class_name="h-row h-wrap h-actions")
