"""A note of a doctor in training before the supervisor: read whole, signed under, or sent back with words."""

from uuid import UUID

import reflex as rx

from hms.components.banner import patient_banner
from hms.components.buttons import link_button, submit
from hms.components.cards import item, items, section
from hms.components.feedback import loaded, notice, notices, to_first_error
from hms.components.forms import actions, field, form, long_text
from hms.components.layout import row, split, stack, txt
from hms.components.shell import shell
from hms.errors import NotFound
from hms.pages.asked import asked_id
from hms.pages.doctor.addenda_parts import addition
from hms.pages.doctor.draft import EntryKey
from hms.pages.doctor.signature_parts import note_part
from hms.permissions import Permission, Role
from hms.schemas.cosigning import CosignPage, SendBackForm
from hms.schemas.notes import SUMMARY
from hms.services.notes import cosigning
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

LIST = "/doctor/notes"


class Cosign(Screen):
    """/doctor/notes/[cosignature_id]."""

    needs = Permission.COSIGN

    page: CosignPage | None = None
    tries: int = 0  # the fields for the password are empty again after each
    used_key: str = ""  # of the words that went last

    def watches(self) -> list[str]:
        """Follow what is laid before this doctor."""
        return [f"practitioner:{identity.card().practitioner_id}"]

    @handler
    async def load(self) -> None:
        """Read the note of the address."""
        self.page = await self.ask(cosigning.read, self._which())

    def _which(self) -> UUID:
        if (asked := asked_id(self.route_arg("cosignature_id"))) is None:
            raise NotFound
        return asked

    @handler(busy=True)
    async def sign_under(self, answers: dict[str, str]) -> None:
        """Co-sign the note."""
        self.tries += 1
        self.page = await self.ask(cosigning.cosign, self._which(), answers.get("password", ""))
        self.say("ok", t("Co-signed"), t("It stands under the note, with your name and the time."))

    @handler(busy=True)
    async def send_back(self, answers: dict[str, str]) -> None:
        """Send the note back. A wrong password leaves every word where it is."""
        self.tries += 1
        given = {"cosignature_id": self._which(), "text": answers.get("text", ""), "key": answers.get("key")}
        form_ = SendBackForm.model_validate(given)
        self.page = await self.ask(cosigning.send_back, form_, answers.get("password", ""))
        self.used_key = form_.key
        self.say("ok", t("Sent back"), t("What you wrote stands beneath the note, for who wrote it to answer."))


C = Cosign


def page() -> rx.Component:
    """Draw the note and what the supervisor can do with it."""
    told = notices(C.notice_tone, C.notice_title, C.notice_body, on_close=C.dismiss)
    one = C.page
    title, way = t("Note to co-sign"), row(link_button(t("To the notes"), LIST, "arrow-left"))
    whose = row(txt(title, "strong"), txt(one.line.writer + ", " + one.line.began, "body", "ink_2"), wrap=True)
    acts = stack(_signing(), _sending_back(), gap="lg")
    done = section(t("Signatures"), txt(one.signed_words, "body", tag="p"))
    drawn = split(_note(), rx.cond(one.open, acts, done))
    gone = stack(txt(title, "title", tag="h1"), way)  # else the banner's name is the heading
    shown = rx.cond(C.refused, gone, loaded(one, stack(row(way, whose, wrap=True), drawn, gap="lg"), lines=8))
    errors = to_first_error(C.field_errors)
    return shell(
        C.me, Role.DOCTOR, LIST, told, errors, shown, clinic=C.me.clinic, banner=rx.cond(one, _banner(), rx.fragment())
    )


def _banner() -> rx.Component:
    who = C.page.banner
    born = rx.cond(who.age, who.born + " (" + who.age + ")", who.born)
    return patient_banner(
        who.name, who.allergies, born=born, sex=who.sex, record=who.record_number, none=who.no_allergies,
        deceased=rx.cond(who.deceased, " ", ""),
    )  # fmt: skip


def _note() -> rx.Component:
    one = C.page
    wrong = notice("danger", t("This is no longer what was signed"), t("Do not sign it; tell the administrator."))
    none = txt(t("No summary was written."), "body", "ink_2", "p")
    said = txt(one.summary, "body", tag="p", white_space="pre-wrap", class_name="h-break")
    drawn = stack(
        rx.cond(one.altered, wrong, rx.fragment()),
        txt(one.line.kind, "reading", tag="p"),
        txt(one.signed_words, "strong", tag="p"),
        rx.foreach(one.parts, note_part),
        stack(txt(SUMMARY, "strong", tag="h3"), rx.cond(one.summary, said, none)),
        gap="md",
    )
    added = section(t("Added later"), stack(rx.foreach(one.addenda, addition), gap="lg"), number=one.addenda.length())
    listed = items(rx.foreach(one.prescriptions, lambda p: item(p.drug, p.how, key=p.id.to(str))))
    drugs = section(t("Prescribed"), listed, number=one.prescriptions.length(), flush=True)
    return stack(
        section(t("Visit note"), drawn),
        rx.cond(one.addenda.length() > 0, added, rx.fragment()),
        rx.cond(one.prescriptions.length() > 0, drugs, rx.fragment()),
        gap="lg",
    )


def _password(place: str) -> rx.Component:
    return field(
        t("Your password"), "password", kind="password", errors=C.field_errors, auto_complete="current-password",
        hint=t("As when you sign in: your signature."), id=place, key=place + C.tries.to_string(),
    )  # fmt: skip


def _signing() -> rx.Component:
    drawn = form(
        _password("sign-password"),
        actions(submit(t("Co-sign"), "pen-line", busy=C.busy)),
        on_submit=C.sign_under,
        class_name="h-stack g-lg",
    )
    return section(t("Sign under it"), drawn)


def _sending_back() -> rx.Component:
    drawn = form(
        EntryKey.create(used=C.used_key, options=rx.Var.create([]).to(list[list[str]])),
        long_text(
            t("What is to be done"), "text", errors=C.field_errors,
            hint=t("It is added beneath the note, with your name. The note itself stays as it is."),
        ),
        _password("back-password"),
        actions(submit(t("Send back"), "undo-2", busy=C.busy)),
        on_submit=C.send_back,
        class_name="h-stack g-lg",
    )  # fmt: skip
    return section(t("Send it back"), drawn)
