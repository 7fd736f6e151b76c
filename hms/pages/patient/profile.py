"""One's profile: what the clinic knows of who one is, and where to change it."""

from uuid import UUID

import reflex as rx

from hms.components.layout import stack
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.pages.patient import profile_parts as parts
from hms.pages.patient.frame import frame
from hms.permissions import Permission
from hms.schemas.intake import IntakeCard
from hms.schemas.personal_cards import PersonalPage, RelationCard
from hms.services.intake import asking
from hms.services.personal import reading, requests
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler


class Profile(Screen):
    """What everybody may see of themselves."""

    needs = Permission.TELL_ABOUT_ONESELF

    person: PersonalPage | None = None
    intake: IntakeCard | None = None
    emergency: list[RelationCard] = []  # noqa: RUF012 - Reflex copies it for each state
    kin: list[RelationCard] = []  # noqa: RUF012
    doctors: list[RelationCard] = []  # noqa: RUF012

    def watches(self) -> list[str]:
        """Follow one's own record."""
        return [f"patient:{identity.card().patient_id}"]

    @handler
    async def load(self) -> None:
        """Read the personal data, and how far the registration is."""
        self.person = await self.ask(reading.page)
        self.intake = await self.ask(asking.progress)
        by_kind: dict[str, list[RelationCard]] = {}
        for one in self.person.relations:
            by_kind.setdefault(one.kind, []).append(one)
        self.emergency, self.kin = by_kind.get("emergency", []), by_kind.get("next_of_kin", [])
        self.doctors = by_kind.get("family_doctor", [])

    @handler(busy=True)
    async def withdraw(self, request_id: UUID, version: int):
        """Take back a change that one asked for."""
        await self.ask(requests.withdraw, request_id, version)
        self.say("ok", t("Taken back"), t("Nothing is changed."))
        return type(self).refresh


def page() -> rx.Component:
    """Draw /patient/profile."""
    head = page_head(Profile.person.name, t("Record number {n}", n=Profile.person.record_number))
    sheet = stack(
        parts.unfinished(Profile),
        parts.asked_for(Profile),
        parts.who(Profile),
        parts.reach(Profile),
        parts.people(Profile),
        parts.payer(Profile),
        parts.more(),
        gap="lg",
        max_width=SIZE.form,
    )
    return frame(Profile, "/patient/profile", head, sheet)
