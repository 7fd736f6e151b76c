"""The clinic's templates of notes, which every doctor may begin with."""

import reflex as rx

from hms.components.shell import page_head
from hms.pages.admin.frame import frame
from hms.pages.note_templates import KeepsTemplates, keeping
from hms.permissions import Permission
from hms.texts import t

HERE = "/admin/templates"


class KeepClinicTemplates(KeepsTemplates):
    """/admin/templates."""

    needs = Permission.KEEP_TEMPLATES


def page() -> rx.Component:
    """Draw /admin/templates."""
    drawn = keeping(KeepClinicTemplates, t("The clinic’s templates"), t("Write one beside: every doctor can use it."))
    head = page_head(t("Templates"), t("What notes begin with, for all doctors. Each doctor may keep others besides."))
    return frame(KeepClinicTemplates, HERE, head, drawn)
