"""Results from a laboratory: files are sent here, and each report is filed for its order or refused in words."""

import reflex as rx
from pydantic import ValidationError

from hms.components.badges import tag
from hms.components.buttons import submit
from hms.components.cards import section
from hms.components.feedback import empty, notices
from hms.components.forms import actions, form
from hms.components.layout import row, stack, txt
from hms.components.shell import page_head, shell
from hms.components.tables import Column, table
from hms.errors import Invalid
from hms.pages.reception.results_sender import sender
from hms.permissions import Permission, Role
from hms.schemas.base import Card
from hms.schemas.laboratory import FiledReport, FileOfResults
from hms.services.laboratory import wording
from hms.texts import t
from hms.web.screen import Screen, handler

HERE = "/reception/results"
MOST_FILES, MOST_LINES = 20, 200
TONES = {"filed": "ok", "changed": "info", "unchanged": "quiet", "refused": "danger"}


class FiledLine(Card):
    """A report in a line."""

    id: str
    state: str
    tone: str
    whose: str
    record: str
    held: str
    why: list[str]  # what was refused of it, and what is kept and not shown


class FiledFile(Card):
    """A file that was sent, with its reports: those that were refused first."""

    id: str
    name: str
    told: str
    tone: str
    refused: str  # why, where it was refused whole
    lines: list[FiledLine]


class FileResults(Screen):
    """/reception/results."""

    needs = Permission.FILE_RESULTS

    files: list[FiledFile] = []  # noqa: RUF012 - Reflex copies it for each state
    sent: int = 0

    @handler
    async def load(self) -> None:
        """Keep what was filed from this page."""

    @handler
    async def came(self, told: str) -> None:
        """Show what became of a file, the latest first."""
        try:
            done = FileOfResults.model_validate_json(told)
        except ValidationError as problem:
            raise Invalid from problem
        self.sent += 1
        self.files = [_file(done, str(self.sent)), *self.files][:MOST_FILES]


def _file(done: FileOfResults, number: str) -> FiledFile:
    ordered = sorted(done.reports, key=lambda one: (one.state != "refused", not one.not_filed))
    places = {one.place: place for place, one in enumerate(done.reports, 1)}
    lines = [_line(one, places[one.place], f"{number}-{place}") for place, one in enumerate(ordered[:MOST_LINES])]
    return FiledFile(
        id=number, name=done.file or t("A file without a name"),
        told=wording.sum_up(done) if not done.refused else t("Nothing of it was filed."),
        tone="ok" if done.clean else "danger", refused=done.refused, lines=lines,
    )  # fmt: skip


def _line(one: FiledReport, place: int, name: str) -> FiledLine:
    beyond = t("Kept with it, not shown: {fields}", fields=", ".join(one.beyond)) if one.beyond else ""
    not_filed = [t("Not filed: {why}", why=why) for why in one.not_filed]
    refused = one.state == "refused"
    return FiledLine(
        id=name, state=_begun(wording.STATES[one.state]), tone=TONES[one.state],
        whose=t("Report {n} of the file", n=place) if refused and not one.order else _begun(wording.whose(one)), record=one.record,
        held="" if refused else wording.held(one), why=[*filter(None, [one.why, *not_filed, beyond])],
    )  # fmt: skip


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _shown(one: rx.Var) -> rx.Component:
    def state(line: rx.Var) -> rx.Component:
        return rx.cond(
            line.tone == "danger", tag(line.state, "danger", "triangle-alert"), tag(line.state, line.tone, "check")
        )

    def why(line: rx.Var) -> rx.Component:
        told = rx.foreach(line.why, lambda words: txt(words, "small", tag="p", class_name="h-break"))
        return rx.cond(line.why.length() > 0, stack(told, gap="hair"), "–")

    columns = [
        Column(t("Report"), lambda line: line.whose, wrap=True), Column(t("State"), state),
        Column(t("Record"), lambda line: rx.cond(line.record, line.record, "–")),
        Column(t("Held"), lambda line: rx.cond(line.held, line.held, "–")), Column(t("Why"), why, wrap=True),
    ]  # fmt: skip
    mark = rx.cond(
        one.tone == "ok",
        tag(t("Nothing was refused"), "ok", "check"),
        tag(rx.cond(one.refused, t("Refused whole"), t("Something was refused")), "danger", "triangle-alert"),
    )
    whole = rx.cond(one.refused, txt(one.refused, "body", tag="p", class_name="h-break"), rx.fragment())
    drawn = rx.cond(
        one.lines.length() > 0,
        table(t("Reports"), columns, one.lines.to(list[FiledLine]), key=lambda line: line.id),
        rx.fragment(),
    )
    told = row(mark, txt(one.told, "small", "ink_2"), wrap=True)
    return section(one.name, stack(told, whole, drawn, gap="md"), key=one.id)


def page() -> rx.Component:
    """Draw /reception/results."""
    screen = FileResults
    head = page_head(
        t("Results from a laboratory"),
        t(
            "Each report goes to the inbox of the doctor who ordered it. Whatever does not agree with its order is refused."
        ),
    )
    ask = section(
        t("Send files"),
        form(
            sender(screen.came), actions(submit(t("File the results"), "test-tube", busy=screen.busy)), class_name="h-stack g-md",
        ),
    )  # fmt: skip
    none = empty(
        "test-tube",
        t("Nothing was sent from this page yet"),
        t("What is filed, and what is refused and why, stands here then."),
    )
    listed = rx.cond(
        screen.files.length() > 0, stack(rx.foreach(screen.files, _shown), gap="lg", aria_live="polite"), none
    )
    told = notices(screen.notice_tone, screen.notice_title, screen.notice_body, on_close=screen.dismiss)
    return shell(
        screen.me, Role.RECEPTIONIST, HERE, head, told, rx.cond(screen.refused, rx.fragment(), stack(ask, listed, gap="lg")),
        clinic=screen.me.clinic,
    )  # fmt: skip
