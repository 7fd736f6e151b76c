"""Which warnings of the prescribing checks doctors went past, how often and why; no patient is named."""

import reflex as rx

from hms.components.cards import section
from hms.components.feedback import empty
from hms.components.layout import stack, txt
from hms.components.shell import page_head
from hms.components.tables import Column, table
from hms.pages.admin.frame import frame
from hms.permissions import Permission
from hms.schemas.alerts import OverrideReport
from hms.services.alerts import reporting
from hms.texts import t
from hms.web.screen import Screen, handler

HERE = "/admin/overrides"


class SeeOverrides(Screen):
    """/admin/overrides."""

    needs = Permission.SEE_OVERRIDES

    report: OverrideReport | None = None

    @handler
    async def load(self) -> None:
        """Count what was overridden of late."""
        self.report = await self.ask(reporting.overrides)


def page() -> rx.Component:
    """Draw /admin/overrides."""
    S = SeeOverrides
    columns = (
        Column(t("Medicines"), lambda one: one.pair, wrap=True),
        Column(t("Warning"), lambda one: one.kind),
        Column(t("Times"), lambda one: one.count.to(str), right=True),
        Column(t("Last"), lambda one: one.last),
        Column(t("Reasons"), _reasons, wrap=True),
    )
    none = empty(
        "shield-check",
        t("Nobody went past a warning"),
        t("A severe warning of the prescribing checks needs a reason to go past it. The reasons of 90 days show here."),
    )
    listed = table(t("Warnings overridden"), columns, S.report.rows, key=lambda one: one.kind + one.pair)
    drawn = section(
        t("Warnings overridden"),
        rx.cond(S.report.rows.length() > 0, listed, none),
        number=S.report.total,
        note=t("since {day}", day=S.report.since),
        flush=True,
    )
    head = page_head(
        t("Warnings overridden"),
        t("What is overridden often is a habit to speak about, or a warning to put right."),
    )
    return frame(S, HERE, head, rx.cond(S.report, drawn, rx.fragment()))


def _reasons(one: rx.Var) -> rx.Component:
    return stack(rx.foreach(one.reasons, lambda words: txt(words, "body", tag="p")), gap="xs")
