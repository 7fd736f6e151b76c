"""A doctor's own templates of notes."""

import reflex as rx

from hms.components.feedback import loaded, notices
from hms.components.shell import page_head, shell
from hms.pages.note_templates import KeepsTemplates, keeping
from hms.permissions import Permission, Role
from hms.texts import t

HERE = "/doctor/templates"


class KeepMyTemplates(KeepsTemplates):
    """/doctor/templates."""

    needs = Permission.KEEP_TEMPLATES


M = KeepMyTemplates


def page() -> rx.Component:
    """Draw /doctor/templates."""
    told = notices(M.notice_tone, M.notice_title, M.notice_body, on_close=M.dismiss)
    drawn = keeping(M, t("My templates"), t("Write one beside: it saves typing in every visit of its kind."))
    head = page_head(t("Templates"), t("What your notes begin with. They go under what is typed, never over it."))
    shown = rx.cond(M.refused, rx.fragment(), loaded(~M.loading, drawn, lines=6))
    return shell(M.me, Role.DOCTOR, HERE, head, told, shown, clinic=M.me.clinic)
