"""Sharing a document with its patient, or no longer; both stay known as versions of it."""

from hms.access import Scope, requires
from hms.errors import NotPossible
from hms.models import DocumentReference
from hms.permissions import Permission
from hms.schemas.documents import ShareForm
from hms.services.chart import entries
from hms.texts import t


@requires(Permission.KEEP_CHART)
def share(scope: Scope, form: ShareForm) -> None:
    """Let the patient see a document, or no longer; as it is already is fine. Raises Stale, NotPossible, NotFound."""
    row = scope.one(DocumentReference, form.entry_id, lock=True)
    if row.source == "patient":
        raise NotPossible(t("This document is the patient's own"), t("It cannot be kept from them."))
    if row.shared == form.shared:
        return
    why = t("Shared with the patient") if form.shared else t("No longer shared with the patient")
    entries.amend(scope, row, form.version, why, shared=form.shared)
