"""The waiting list at the desk: who waits in which order, who is being asked, and joining for somebody."""

from uuid import UUID, uuid4

import reflex as rx

from hms.components.buttons import button
from hms.components.layout import at, grid, stack
from hms.components.shell import page_head, shell
from hms.pages.asked import asked_id
from hms.pages.reception import waitlist_form as adding
from hms.pages.reception import waitlist_parts as parts
from hms.pages.reception.finding import FindingPatient
from hms.permissions import Permission, Role
from hms.schemas.waitlist import OffersPage, WaitForm, WaitlistPage
from hms.services import directory, finding, scheduling, visit_types
from hms.services.waitlist import answering, joining, overview
from hms.texts import t
from hms.web.screen import handler

HERE = "/reception/waitlist"


class SeeWaitlist(FindingPatient):
    """/reception/waitlist; ?appointment=… opens the form for whoever holds that appointment."""

    needs = Permission.SEE_WAITLIST

    page: WaitlistPage | None = None
    offers: OffersPage | None = None
    order: list[str] = []  # noqa: RUF012 - Reflex copies it for each state
    departments: list[list[str]] = []  # noqa: RUF012
    department: str = ""  # whose list is shown; empty for all
    more: bool = False
    leaving: str = ""  # the wish that is about to be withdrawn
    adding: bool = False
    whose: str = ""  # the department that is waited for
    doctors: list[list[str]] = []  # noqa: RUF012
    kinds: list[list[str]] = []  # noqa: RUF012
    appointment: str = ""  # the one that an earlier time would replace
    replaces: str = ""
    key: str = ""
    _after: int = 0

    def watches(self) -> list[str]:
        """Follow the waiting list, the house and the clock."""
        return ["waitlist", "directory", "minute"]

    @handler
    async def load(self) -> None:
        """Read the list, the offers, and what the form offers."""
        if not self.key:
            self.key = str(uuid4())
            await self._open_for(self.route_arg("appointment"))
        self.departments = [[str(one.id), one.name] for one in await self.ask(directory.departments)]
        self.page = await self.ask(overview.waiting, asked_id(self.department), self._after)
        self.more = self.page.first - 1 + len(self.page.waiting) < self.page.total
        self.offers = await self.ask(overview.offers)
        self.order = self.order or await self.ask(overview.fair_order)
        if self.leaving not in {str(entry.id) for entry in self.page.waiting}:
            self.leaving = ""
        if self.adding:
            await self._read_choices()

    async def _open_for(self, appointment: str) -> None:
        """Open the form for whoever holds an appointment that they want earlier."""
        if wanted := asked_id(appointment):
            card = await self.ask(scheduling.card, wanted)
            self.patient = await self.ask(finding.hit, card.patient_id)
            self.adding, self.appointment = True, str(wanted)
            self.replaces = t("{day}, {time}, {doctor}", day=card.long_day, time=card.time, doctor=card.doctor)

    async def _read_choices(self) -> None:
        department = asked_id(self.whose)
        found = await self.ask(directory.doctors, department) if department else []
        offered = await self.ask(visit_types.offered, department) if department else []
        self.doctors = [["", t("Any doctor of the department")], *([str(one.id), one.name] for one in found)]
        self.kinds = [["", t("A usual visit")], *([str(one.id), one.name] for one in offered)]

    @handler
    async def show_department(self, department: str) -> rx.event.EventSpec:
        """Show who waits in one department, or in all."""
        self.department, self._after = department, 0
        return type(self).refresh

    @handler
    async def turn(self, pages: int) -> rx.event.EventSpec:
        """Show those who came later, or earlier."""
        self._after = max(0, self._after + pages * overview.AT_ONCE)
        return type(self).refresh

    @handler
    async def start_adding(self) -> rx.event.EventSpec:
        """Open the form."""
        self._clear()
        self.adding = True
        return type(self).refresh

    @handler
    async def stop_adding(self) -> None:
        """Put the form away."""
        self._clear()

    def _clear(self) -> None:
        self.adding, self.patient, self.found, self.sought = False, None, [], ""
        self.whose = self.appointment = self.replaces = ""
        self.key = str(uuid4())

    @handler(quiet=True)
    async def choose_department(self, department: str) -> None:
        """Offer the doctors and the kinds of visits of a department."""
        self.whose = department
        await self._read_choices()

    @handler(busy=True)
    async def join(self, answers: dict[str, str]) -> rx.event.EventSpec:
        """Put the wish on the list."""
        doctor, patient = answers.get("doctor", ""), self.patient.id if self.patient else None
        said = {
            "patient_id": patient,
            "practitioner_id": doctor or None,
            "department_id": None if doctor or self.appointment else answers.get("whom") or None,
            "visit_type_id": answers.get("visit_type_id") or None,
            "appointment_id": self.appointment or None,
            "weekdays": [day for day in range(7) if answers.get(f"day-{day}")],
            "from_time": answers.get("from_time") or None,
            "to_time": answers.get("to_time") or None,
            "until_on": answers.get("until_on") or None,
            "note": answers.get("note", ""),
            "key": self.key,
        }
        card = await self.ask(joining.join, WaitForm.model_validate(said))
        self._clear()
        self.say("ok", t("{name} is on the waiting list", name=card.patient), card.whom)
        return type(self).refresh

    @handler(busy=True)
    async def accept(self, offer_id: UUID, version: int) -> None:
        """Take the offered time for somebody who said yes on the telephone."""
        card = await self.ask(answering.accept, offer_id, version)
        self.say(
            "ok",
            t("{name} has the time", name=card.patient),
            t("{day}, {time}, {doctor}", day=card.long_day, time=card.time, doctor=card.doctor),
        )

    @handler(busy=True)
    async def decline(self, offer_id: UUID, version: int) -> None:
        """Say no for somebody who does not want the time."""
        await self.ask(answering.decline, offer_id, version)
        self.say("info", t("The time goes to the next one"), t("The wish stays on the list, in its place."))

    @handler(quiet=True)
    async def start_leaving(self, entry_id: UUID) -> None:
        """Ask whether a wish shall really go."""
        self.leaving = str(entry_id)

    @handler(quiet=True)
    async def stop_leaving(self) -> None:
        """Keep the wish."""
        self.leaving = ""

    @handler(busy=True)
    async def withdraw(self, entry_id: UUID) -> None:
        """Take a wish off the list."""
        await self.ask(joining.withdraw, entry_id)
        self.say("ok", t("The wish is withdrawn"))


def page() -> rx.Component:
    """Draw /reception/waitlist."""
    S = SeeWaitlist
    add = button(t("Add a patient"), "user-plus", primary=True, on_click=S.start_adding)
    note = t("Who waits for an earlier time, and who is being asked for one.")
    head = page_head(t("Waiting list"), note, rx.cond(S.adding, rx.fragment(), add))
    main = stack(parts.going_on(S), parts.waiting(S), parts.past(S), gap="lg")
    side = stack(rx.cond(S.adding, adding.sheet(S), rx.fragment()), parts.fair_order(S), gap="lg")
    columns = at("minmax(0, 1fr)", None, None, "minmax(0, 5fr) minmax(0, 3fr)")
    shown = rx.cond(S.refused, parts.refused(), grid(main, side, columns=columns))
    return shell(S.me, Role.RECEPTIONIST, HERE, head, parts.told(S), shown, clinic=S.me.clinic)
