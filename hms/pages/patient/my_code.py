"""A code from the desk: it proves that a record which the clinic had before is one's own, too."""

import reflex as rx

from hms.components.buttons import submit
from hms.components.cards import section
from hms.components.feedback import notice
from hms.components.forms import actions, field, form
from hms.components.layout import stack
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.pages.patient.frame import frame
from hms.permissions import Permission
from hms.schemas.acting import CodeProof
from hms.services import record_codes
from hms.texts import t
from hms.web.screen import Screen, handler


class MyCode(Screen):
    """/patient/my-code."""

    needs = Permission.TELL_ABOUT_ONESELF

    proved: bool = False

    @handler
    async def load(self) -> None:
        """Begin with an empty form."""

    @handler(busy=True)
    async def prove(self, answers: dict[str, str]) -> None:
        """Prove that the record is one's own."""
        asked = CodeProof.model_validate({"code": answers.get("code", ""), "born_on": answers.get("born_on", "")})
        await self.ask(record_codes.prove, asked)
        self.proved = True


def page() -> rx.Component:
    """Draw /patient/my-code."""
    head = page_head(t("A code from the desk"), t("It proves that a record which the clinic had before is yours."))
    errors = MyCode.field_errors
    asked = form(
        field(t("Code from the clinic"), "code", hint=t("Twelve letters and digits; spaces do not matter."), errors=errors,
              auto_complete="one-time-code"),
        field(t("Date of birth"), "born_on", kind="date", errors=errors, auto_complete="bday"),
        actions(submit(t("This record is mine"), "check", busy=MyCode.busy, big=True)),
        on_submit=MyCode.prove, class_name="h-stack g-md",
    )  # fmt: skip
    body = t("The front desk makes the two records one. Until then you see what you have entered yourself.")
    done = notice("ok", t("Thank you, that fits"), body, role="status")
    shown = rx.cond(MyCode.proved, done, section(t("Your code"), asked))
    return frame(MyCode, "/patient/settings", head, stack(shown, max_width=SIZE.form), waits=False)
