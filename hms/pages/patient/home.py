"""The patient's home: what is next, what is new, what to take."""

import reflex as rx

from hms.components.badges import status, tag
from hms.components.booking import meter
from hms.components.buttons import link_button
from hms.components.cards import item, items, section, surface, tile
from hms.components.feedback import empty
from hms.components.layout import at, between, grid, icon, row, stack, txt
from hms.components.shell import page_head
from hms.components.theme import ICONS, SPACE
from hms.pages.patient import home_parts as parts
from hms.pages.patient.frame import frame
from hms.pages.patient.offer_parts import offer_notice
from hms.pages.patient.parts import (
    WHOLE_ROW,
    appointment_row,
    before_it,
    path_of,
    video_link,
    when_and_who,
    where_it_stands,
)
from hms.permissions import Permission
from hms.schemas.forms import Due
from hms.schemas.intake import IntakeCard
from hms.schemas.news import NewsCard
from hms.schemas.visits import PatientHome
from hms.schemas.waitlist import OfferCard
from hms.services import news as newly
from hms.services import portal, threads
from hms.services.forms import answering as answering_forms
from hms.services.intake import asking
from hms.services.waitlist import answering
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

SOON_DAYS = 7  # a prescription that lasts no longer is worth a warning


class Home(Screen):
    """What a patient sees first."""

    needs = Permission.SEE_OWN_RECORD

    home: PatientHome | None = None
    offers: list[OfferCard] = []  # noqa: RUF012 - Reflex copies it for each state
    intake: IntakeCard | None = None
    news: list[NewsCard] = []  # noqa: RUF012
    forms: list[Due] = []  # noqa: RUF012 - to answer before a visit
    unread: int = 0  # conversations
    fresh: bool = False  # the next appointment has just changed under the reader

    def watches(self) -> list[str]:
        """Follow one's own record, and the clock."""
        return [f"patient:{identity.card().patient_id}", "minute"]

    @handler
    async def load(self):
        """Read the patient's own page."""
        before = self.home
        self.home = await self.ask(portal.home)
        self.offers = await self.ask(answering.open_offers)
        self.intake = await self.ask(asking.progress)
        self.forms = await self.ask(answering_forms.due)
        self.news = await self.ask(newly.latest)
        self.unread = await self.ask(threads.unread)
        self.fresh = before is not None and before.next != self.home.next


def next_visit() -> rx.Component:
    """Draw the next appointment, with what one may want to do about it."""
    card = Home.home.next
    head = between(
        txt(t("Your next appointment"), "heading", "ink_2", tag="h2"),
        rx.cond(card.relative, tag(card.relative, "accent", "calendar"), rx.fragment()),
    )
    words = rx.cond(card.can_change, t("Change"), t("Show"))
    acts = row(
        video_link(card),
        link_button(words, path_of(card), "calendar-clock", of=t("your next appointment"), big=True),
        link_button(t("Calendar file"), f"/appointments/{card.id}.ics", "download", big=True, outside=True),
        wrap=True,
    )
    drawn = stack(head, when_and_who(card), before_it(card), where_it_stands(card, Home.fresh), acts, gap="lg")
    return surface(drawn, class_name="h-pad")


def nothing_next() -> rx.Component:
    """Say that nothing is booked, and what to do."""
    body = t("Choose a doctor and a time that suits you. It takes about a minute.")
    act = link_button(t("Book an appointment"), "/patient/book", "calendar-plus", primary=True, big=True)
    return surface(empty("calendar", t("You have no appointment"), body, act))


def news() -> rx.Component:
    """Draw the latest visits, each with its summary."""

    def one(visit: rx.Var) -> rx.Component:
        end = rx.cond(visit.is_new, status("new"), rx.fragment())
        title = t("Your visit with {doctor}", doctor=visit.doctor)
        note = t("{day}, {department}", day=visit.day, department=visit.department)
        leads = {"href": f"/patient/visits/{visit.id}", "key": visit.id.to(str), "style": WHOLE_ROW}
        return item(title, note, lead=tile("file-text"), end=end, **leads)

    note = t("After a visit you read here what the doctor wrote for you.")
    none = items(item(t("No visits yet"), note, lead=tile("file-text", "quiet")))
    listed = rx.cond(Home.home.summaries, items(rx.foreach(Home.home.summaries, one)), none)
    return section(t("Your visits"), listed, flush=True)


def days_left(one: rx.Var) -> rx.Component:
    """Say how long a prescription still lasts, as a word with its tone."""
    soon = (one.days > 0) & (one.days_left <= SOON_DAYS)
    return rx.cond(soon, tag(one.left, "warn", "clock-alert"), tag(one.left, "ok", "check"))


def medicines() -> rx.Component:
    """Draw the prescriptions with what is left of each."""

    def one(what: rx.Var) -> rx.Component:
        share = what.share_left.to(float) / 100
        bar = rx.cond(what.days_left > SOON_DAYS, meter(share, "ok"), meter(share, "warn"))
        words = stack(
            between(txt(what.drug, "strong"), days_left(what), wrap=True),
            txt(what.how, "small", "ink_2"),
            rx.cond(what.advice, txt(what.advice, "small", "ink_2"), rx.fragment()),
            bar,
            gap="xs",
            class_name="h-grow",
        )
        return rx.el.li(words, class_name="h-item", key=what.id.to(str))

    note = t("Medicines that a doctor prescribes here are listed with how to take them.")
    none = items(item(t("No prescriptions"), note, lead=tile("pill", "quiet")))
    listed = rx.cond(Home.home.prescriptions, items(rx.foreach(Home.home.prescriptions, one)), none)
    way = link_button(t("All prescriptions"), "/patient/prescriptions", small=True)
    return section(t("Prescriptions"), listed, action=way, flush=True)


def coming() -> rx.Component:
    """Draw the appointments after the next one."""
    every = Home.home.appointments
    later = items(rx.foreach(every[1:], appointment_row))
    way = link_button(t("All appointments"), "/patient/appointments", small=True, class_name="h-off-phone")
    shown = section(t("Coming appointments"), later, action=way, flush=True)
    return rx.cond(every.length() > 1, shown, rx.fragment())


def emergency() -> rx.Component:
    """Say what to do when it cannot wait."""
    words = t("In an emergency call your local emergency number.")
    return row(icon("phone", "danger_ink", ICONS.md), txt(words, "strong", "danger_ink"), margin_top=SPACE.xl, tag="p")


def page() -> rx.Component:
    """Draw /patient."""
    head = page_head(t("Hello, {name}", name=Home.home.first_name), Home.home.long_day)
    now = rx.cond(Home.home.next, next_visit(), nothing_next())
    left = stack(now, parts.to_do(Home), parts.whats_new(Home), coming(), gap="lg")
    right = stack(parts.places(Home), news(), medicines(), gap="lg")
    halves = at("minmax(0, 1fr)", "minmax(0, 1fr)", "minmax(0, 6fr) minmax(0, 5fr)")
    return frame(Home, "/patient", head, offer_notice(Home.offers), grid(left, right, columns=halves), emergency())
