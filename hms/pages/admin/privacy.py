"""Questions about who opened a record: the administrator answers them, and sees no other conversation."""

import reflex as rx

from hms.components.buttons import link_button
from hms.components.layout import split, stack
from hms.components.shell import page_head
from hms.pages.admin.frame import frame
from hms.pages.talking import lists, parts
from hms.pages.talking.base import PRIVACY, ListsThreads, ReadsThread
from hms.pages.talking.handing import about_patient
from hms.permissions import Permission
from hms.texts import t

HERE = "/admin/privacy"


class Privacy(ListsThreads):
    """/admin/privacy."""

    needs = Permission.ANSWER_PRIVACY
    talk = PRIVACY

    def watches(self) -> list[str]:
        """Follow the questions."""
        return ["threads:privacy"]


class PrivacyQuestion(ReadsThread):
    """/admin/privacy/[thread_id]."""

    needs = Permission.ANSWER_PRIVACY
    talk = PRIVACY


def page() -> rx.Component:
    """Draw /admin/privacy."""
    head = page_head(t("Privacy"), t("Patients ask who opened their record, and why."))
    none = (t("No question here"), t("Each patient sees every access to their record and can ask about it."))
    listed = lists.listing(Privacy, HERE, patient=False, none=none)
    return frame(Privacy, HERE, head, stack(lists.filters(Privacy, lists.STAFF), listed, gap="md"))


def question() -> rx.Component:
    """Draw /admin/privacy/[thread_id]."""
    Q = PrivacyQuestion
    back = link_button(t("All questions"), HERE, "arrow-left", small=True)
    main = rx.el.div(parts.conversation(Q), parts.answer_form(Q))
    side = stack(parts.access(Q), about_patient(Q), gap="lg")
    head = page_head(Q.thread.subject, Q.thread.patient, back, parts.closing(Q))
    return frame(Q, HERE, head, split(main, side))
