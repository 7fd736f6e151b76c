"""Waiting for an earlier time: the offer on top, what one waits for, and the questions that put a wish together."""

from uuid import UUID

import reflex as rx

from hms.components.buttons import button
from hms.components.layout import row, stack
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.pages.kept_address import keep_in_address, written
from hms.pages.patient import wish_parts as parts
from hms.pages.patient.frame import frame
from hms.pages.patient.offer_parts import offered
from hms.pages.patient.wish_answers import WishAnswers
from hms.pages.patient.wish_options import LAST_DAY, WHOLE_WEEK
from hms.permissions import Permission
from hms.schemas.waitlist import ChangeWishForm, OfferCard, WaitCard, WaitForm
from hms.services.waitlist import answering, joining
from hms.texts import t
from hms.web import identity
from hms.web.screen import handler

PATH = "/patient/waitlist"


class Waitlist(WishAnswers):
    """/patient/waitlist; ?appointment= ?doctor= ?department= ?type= open the questions with these answers."""

    needs = Permission.WAIT_FOR_TIME

    wishes: list[WaitCard] = []  # noqa: RUF012 - Reflex copies it for each state
    offers: list[OfferCard] = []  # noqa: RUF012
    kept_min: int = 0
    full: bool = False  # as many wishes as one may have
    leaving: str = ""  # the wish that is about to be withdrawn

    def watches(self) -> list[str]:
        """Follow one's own record, the house and the clock."""
        return [f"patient:{identity.card().patient_id}", "directory", "minute"]

    @rx.var
    def address(self) -> str:
        """Return this page's address with what is answered; empty until the address that was opened has been read."""
        if not self.key:
            return ""
        if not self.asking:
            return PATH
        span = {"from": self.begins, "to": self.ends, "until": self.until if self.end == LAST_DAY else ""}
        whom = {"department": self.subject, "type": self.kind, "doctor": self.doctor}
        days = "" if self._days == WHOLE_WEEK else self._days
        tied = {"appointment": self.appointment, "wish": self.entry}
        return written(PATH, ask=self.asking, **whom, days=days, **span, **tied, key=self.key)

    @handler
    async def load(self):
        """Read the wishes with their offers, and what can be answered."""
        if not self.key:
            self._recall()
        on = await self.ask(joining.terms)
        self.wishes = await self.ask(joining.mine)
        self.offers = [wish.offer for wish in self.wishes if wish.offer]
        self.kept_min, self.full = on.kept_min, len(self.wishes) >= on.most
        known = {str(wish.id): wish for wish in self.wishes}
        if self.entry and not self._version:
            self._version, self.note = (
                (known[self.entry].version, known[self.entry].note) if self.entry in known else (0, "")
            )
        if self.leaving not in known:
            self.leaving = ""
        if self.asking:
            await self._read_questions()

    @handler
    async def start(self):
        """Ask the first question."""
        self._forget()
        self.asking = "about"
        return type(self).refresh

    @handler
    async def start_change(self, entry_id: UUID):
        """Ask again what was answered for a wish."""
        for wish in [one for one in self.wishes if one.id == entry_id]:
            self._forget()
            self._take_over(wish)
        return type(self).refresh

    @handler
    async def stop(self):
        """Put the questions away; nothing is sent."""
        self._forget()

    @handler(busy=True)
    async def send(self, form: dict[str, str]):
        """Join the waiting list, or change the wish."""
        if not self.last_one:
            return type(self).forward()  # Enter in a field of a question
        answers = self._answers(form.get("reason", ""))
        if self.entry:
            await self.ask(joining.change, ChangeWishForm(**answers, entry_id=self.entry, version=self._version))
            self.say("ok", t("Your wish is changed"), t("You keep your place."))
        else:
            await self.ask(joining.join, WaitForm(**answers, key=self.key))
            self.say("ok", t("You are on the waiting list"), t("We tell you as soon as a time is free that suits you."))
        self._forget()
        return type(self).refresh

    @handler(quiet=True)
    async def start_leaving(self, entry_id: UUID):
        """Ask whether a wish shall really go."""
        self.leaving = str(entry_id)

    @handler(quiet=True)
    async def stop_leaving(self):
        """Keep the wish."""
        self.leaving = ""

    @handler(busy=True)
    async def withdraw(self, entry_id: UUID):
        """Take a wish off the list."""
        await self.ask(joining.withdraw, entry_id)
        self.leaving = ""
        self.say("ok", t("You no longer wait for this"))
        return type(self).refresh

    @handler(busy=True)
    async def take(self, offer_id: UUID, version: int):
        """Take the offered time, and go to the appointment."""
        card = await self.ask(answering.accept, offer_id, version)
        words = t("{day}, {time}, {doctor}", day=card.long_day, time=card.time, doctor=card.doctor)
        title = t("The time is requested") if card.status == "pending" else t("The time is yours")
        self.go(f"/patient/appointments/{card.id}", "ok", title, words)

    @handler(busy=True)
    async def say_no(self, offer_id: UUID, version: int):
        """Leave the offered time to the next one."""
        await self.ask(answering.decline, offer_id, version)
        self.say("info", t("The time goes to the next person"), t("You still wait, in your place."))
        return type(self).refresh


def page() -> rx.Component:
    """Draw /patient/waitlist."""
    W = Waitlist
    begin = {"big": True, "on_click": W.start, "disabled": W.full}
    start = button(t("Wait for a time"), "bell-plus", primary=True, **begin)
    head = page_head(t("Waiting list"), parts.how(W), rx.cond(W.asking | W.offers, rx.fragment(), start))
    more = rx.cond(W.offers, row(button(t("Wait for another time"), "bell-plus", **begin)), rx.fragment())
    below = rx.cond(W.asking, parts.questions(W), stack(parts.wishes(W), more, gap="lg"))
    sheet = stack(offered(W), below, gap="lg", max_width=SIZE.form)
    return frame(W, PATH, head, keep_in_address(W.address), sheet, waits=False)
