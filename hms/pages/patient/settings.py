"""The patient's settings: how the clinic's messages come."""

import reflex as rx

from hms.components.buttons import link_button, submit
from hms.components.cards import section
from hms.components.choices import choices
from hms.components.forms import actions, form, select
from hms.components.layout import row, stack, txt
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.pages.feeds import KeepsFeed, feed_section, feed_topic
from hms.pages.patient.frame import frame
from hms.pages.ways import way_options
from hms.permissions import Permission
from hms.schemas.notices import NoticeCard, NoticeForm
from hms.services import notices
from hms.texts import t
from hms.web import identity
from hms.web.places import message_languages
from hms.web.screen import handler


class Settings(KeepsFeed):
    """What a patient sets for themselves."""

    needs = Permission.CHOOSE_NOTICES

    notice: NoticeCard | None = None
    ways: list[list[str]] = []  # noqa: RUF012 - Reflex copies it for each state

    def watches(self) -> list[str]:
        """Follow one's own record, and who reads one's calendar feed."""
        return [f"patient:{identity.card().patient_id}", feed_topic()]

    @handler
    async def load(self):
        """Read what is set."""
        self._show(await self.ask(notices.choice))
        await self._read_feed()

    @handler(busy=True)
    async def save(self, form: dict[str, str]):
        """Keep how messages shall come."""
        if self.notice:
            asked = NoticeForm(
                channel=form.get("channel", ""), language=form.get("language", ""), version=self.notice.version
            )
            self._show(await self.ask(notices.choose, asked))
            self.say("ok", t("Saved"), t("Messages come this way from now on."))

    def _show(self, card: NoticeCard) -> None:
        self.notice, self.ways = card, way_options(card, t("You see everything on these pages."))


S = Settings


def messages() -> rx.Component:
    """Ask by which way and in which language messages shall come."""
    hint = t("When you book, move or cancel, and the day before a visit. They never say why you come.")
    way = choices(t("How to reach you"), "channel", S.ways, S.notice.channel, hint=hint, errors=S.field_errors)
    language = select(
        t("Language of the messages"), "language", message_languages(), S.notice.language, errors=S.field_errors
    )
    go = submit(t("Save"), "check", busy=S.busy, big=True)
    asked = form(stack(way, language, actions(go), gap="lg"), on_submit=S.save, key=S.notice.version.to_string())
    return section(t("Messages from the clinic"), asked)


def page() -> rx.Component:
    """Draw /patient/settings."""
    head = page_head(t("Settings"), t("How the clinic reaches you."))
    calendar = feed_section(
        S, t("A calendar programme can show your appointments by itself: when, where and with whom, never why.")
    )
    along = section(
        t("Your data"),
        stack(
            txt(t("Everything that this clinic keeps about you, in one download."), "body", "ink_2", "p"),
            row(link_button(t("Take my data with me"), "/patient/my-data", "package"), wrap=True),
            txt(t("Has the clinic a record of you from before you registered here?"), "body", "ink_2", "p"),
            row(link_button(t("I have a code from the desk"), "/patient/my-code", "key-round"), wrap=True),
            gap="md",
        ),
    )
    return frame(S, "/patient/settings", head, stack(messages(), calendar, along, gap="lg", max_width=SIZE.form))
