"""One appointment of the patient: what it is, where it stands, and how to move it or give it back."""

from datetime import datetime
from uuid import UUID

import reflex as rx

from hms.components.holding import keeper
from hms.components.layout import stack
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.errors import Invalid, NotFound, NotPossible
from hms.pages.kept_address import keep_in_address, written
from hms.pages.patient import appointment_parts as parts
from hms.pages.patient.address import day_in, id_in, moment_in
from hms.pages.patient.answer_form_parts import due_card
from hms.pages.patient.check_in_code import check_in_part
from hms.pages.patient.frame import frame
from hms.pages.patient.in_series import ONE, InSeries
from hms.pages.patient.options import Wanted, moment
from hms.pages.patient.picking import TimePicking
from hms.permissions import Permission
from hms.schemas.forms import Due
from hms.schemas.queue import CheckInCard
from hms.schemas.scheduling import AppointmentCard, MoveRequest, StepCard
from hms.services import check_in_codes, history, scheduling
from hms.services.forms import seeing as forms_seeing
from hms.texts import t
from hms.web import identity
from hms.web.screen import handler


class AppointmentPage(TimePicking, InSeries):
    """An appointment; moving and cancelling each open a panel, one at a time."""

    needs = Permission.SEE_APPOINTMENT

    card: AppointmentCard | None = None
    steps: list[StepCard] = []  # noqa: RUF012 - Reflex copies it for each state
    check_in: CheckInCard | None = None  # the code to come with, then the number in the waiting room
    fresh: bool = False  # it has just changed under the reader
    form: Due | None = None  # what is to be answered before it
    panel: str = ""  # "move", "cancel", or none

    def watches(self) -> list[str]:
        """Follow one's own record, while waiting the clock too, and while moving the doctor's calendar."""
        mine = [f"patient:{identity.card().patient_id}"]
        if self.check_in and self.check_in.number:
            mine.append("minute")
        moving = self.card is not None and self.panel == "move"
        return [*mine, f"practitioner:{self.card.doctor_id}", "minute"] if self.card and moving else mine

    @rx.var
    def address(self) -> str:
        """Return this page's address with what is chosen; empty until it has been read."""
        if not self.card:
            return ""
        path, moving = f"/patient/appointments/{self.card.id}", self.panel == "move"
        return written(path, panel=self.panel, day=self.day, at=self.at, hold=self.hold) if moving else path

    def _wanted(self) -> Wanted:
        return Wanted(self.card.doctor_id, self.card.visit_type_id, self.card.id)

    @handler
    async def load(self):
        """Read the appointment that the address names, and while moving it the free times."""
        asked = id_in(self.route_arg("appointment_id"))
        if not asked:
            raise NotFound
        before, self.card = self.card, await self.ask(scheduling.card, UUID(asked))
        self.steps = await self.ask(history.history, self.card.id)
        self.check_in = await self.ask(check_in_codes.show, self.card.id)
        self.form = await self.ask(forms_seeing.state, self.card.id)
        self.fresh, self.zone = before is not None and before != self.card, self.card.clinic_zone
        self._present = moment(self.card.starts_at)
        if before is None and self.route_arg("panel") == "move":
            await self._recall()
        if not self.card.can_change:
            self.panel = ""
        if self.panel == "move":
            await self._read_times_if_any()
        await self._look_how_far(self.card)

    async def _read_times_if_any(self) -> None:
        """Read the free times; where the doctor takes no bookings any more, say so beside the appointment."""
        try:
            await self._read_times()
        except (NotFound, NotPossible):
            self.panel = ""
            ways = t("Cancel it and book with another doctor, or call the clinic.")
            self.say("warn", t("This doctor takes no bookings any more"), ways)

    async def _recall(self) -> None:
        """Take up what the address holds."""
        self.panel, self.day = "move", day_in(self.route_arg("day"))
        self.at = moment_in(self.route_arg("at")) if self.day else ""
        self.hold = id_in(self.route_arg("hold")) if self.at else ""
        await self._take_up()

    @handler
    async def start_move(self):
        """Show the other free times of the doctor."""
        self.panel = "move"
        await self._forget_times()
        return type(self).refresh

    @handler
    async def start_cancel(self):
        """Ask for the reason."""
        self.panel, self.far = "cancel", ONE
        await self._let_go()

    @handler
    async def close_panel(self):
        """Leave the appointment as it is."""
        self.panel = ""
        await self._let_go()

    @handler(busy=True)
    async def move(self):
        """Move the appointment to the time chosen."""
        if not self.at:
            raise Invalid(at=t("Choose a time."))
        asked = MoveRequest(
            appointment_id=self.card.id,
            starts_at=datetime.fromisoformat(self.at),
            version=self.card.version,
            hold_id=self.hold or None,
        )
        self.card, self.panel = await self.ask(scheduling.move, asked), ""
        self._choose_none()
        self.say("ok", t("Your appointment is moved"), t("{day}, {time}", day=self.card.long_day, time=self.card.time))

    @handler(busy=True)
    async def cancel(self, form: dict[str, str]):
        """Give the appointment back, with the reason that was typed."""
        if not form.get("reason", "").strip():
            raise Invalid(reason=t("Say in a few words why."))
        self.card, self.panel = await self._give_back(self.card, form["reason"]), ""
        self.say("ok", t("Your appointment is cancelled"), t("The time is free for somebody else now."))


def page() -> rx.Component:
    """Draw /patient/appointments/[appointment_id]."""
    A = AppointmentPage
    who = t("{doctor}, {department}", doctor=A.card.doctor, department=A.card.department)
    move, cancel = ("move", parts.move_panel(A)), ("cancel", parts.cancel_panel(A))
    panels = rx.match(A.panel, move, cancel, rx.fragment())
    shown = stack(
        parts.facts_card(A), due_card(A.form), check_in_part(A), panels, parts.steps(A), gap="lg", max_width=SIZE.form
    )
    kept = keeper(rx.cond(A.left > 0, A.hold, ""), A.left, A.at_words)
    head = page_head(t("Your appointment"), who)
    return frame(A, "/patient/appointments", head, keep_in_address(A.address), kept, shown)
