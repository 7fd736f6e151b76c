"""What a patient asks to have changed: a line for each request, with both values and how it stands."""

import reflex as rx

from hms.components.badges import status
from hms.components.buttons import button
from hms.components.layout import icon, row, stack, txt
from hms.texts import t


def request_line(screen: type, one: rx.Var) -> rx.Component:
    """Draw one request; an open one can be taken back."""

    def wish(said: rx.Var) -> rx.Component:
        before = rx.cond(said.before, said.before, t("nothing"))
        values = row(txt(before, "body", "ink_2"), icon("arrow-right"), txt(said.wished, "strong"), wrap=True)
        return stack(txt(said.label, "label", "ink_2"), values, gap="hair", key=said.field)

    back = button(t("Take it back"), "undo-2", busy=screen.busy, on_click=screen.withdraw(one.id, one.version))
    waits = txt(t("Reception answers, usually within a day."), "small", "ink_2", "p")
    words = stack(
        row(status("wish_" + one.state.to(str)), txt(t("Asked {when}", when=one.made), "small", "ink_2"), wrap=True),
        rx.foreach(one.wishes, wish),
        rx.cond(
            one.reason, txt(t("“{why}”", why=one.reason), "small", "ink_2", "p", class_name="h-break"), rx.fragment()
        ),
        rx.cond(
            one.answer,
            txt(t("Answer: {words}", words=one.answer), "body", "ink", "p", class_name="h-break"),
            rx.fragment(),
        ),
        rx.cond(one.state == "open", stack(waits, row(back)), rx.fragment()),
        gap="sm",
        class_name="h-grow",
    )
    return rx.el.li(words, class_name="h-item", key=one.id.to(str))
