"""Ordering, from a set or one by one, and taking an order back."""

from uuid import UUID

from sqlmodel import select
from uuid_utils.compat import uuid7

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.knowledge.laboratory.kinds import LOINC, Panel
from hms.models import Encounter, Patient, ServiceRequest
from hms.permissions import Permission
from hms.schemas.orders import OrderForm, RevokeForm
from hms.services.catalogues.current import current
from hms.services.chart import entries
from hms.services.orders import numbers
from hms.texts import t


@requires(Permission.ORDER_TESTS)
def order(scope: Scope, form: OrderForm) -> int:
    """Place orders in one's own name, all of one requisition; the same key places them once. Gives how many there are.

    Raises Invalid where nothing or something unknown is chosen, NotPossible for a patient who has died, NotFound.
    """
    patient = scope.patient(form.patient_id, lock=True)
    first = select(ServiceRequest).where(ServiceRequest.request_key == f"{form.key} 0")
    if again := scope.db.exec(first).first():
        asked = select(ServiceRequest.id).where(ServiceRequest.requisition_id == again.requisition_id)
        return len(scope.db.exec(asked).all()) if again.patient_id == patient.id else 0
    if patient.deceased:
        raise NotPossible(t("This patient has died"), t("Nothing more is ordered."))
    visit = _visit(scope, patient, form.encounter_id)
    chosen = _chosen(scope, form)
    me, requisition = _me(scope), uuid7()
    for number, (panel, name, category) in enumerate(chosen):
        row = ServiceRequest(
            patient_id=patient.id, practitioner_id=me, encounter_id=visit.id if visit else None,
            category=category, panel=panel.key if panel else "", code=panel.code if panel else "",
            code_system=LOINC if panel and panel.code else "", priority=form.priority, requisition_id=requisition,
            ordered_at=scope.now, request_key=f"{form.key} {number}",
        )  # fmt: skip
        numbers.give(scope, row)
        scope.db.add(row.sealing(name=name, detail=form.detail or None, reason=form.reason or None))
    scope.db.flush()
    entries.tell(scope, patient.id)
    return len(chosen)


def _chosen(scope: Scope, form: OrderForm) -> list[tuple[Panel | None, str, str]]:
    """List what is ordered, each once, with its name and category. Raises Invalid."""
    laboratory = current(scope).laboratory
    known = {key: one for key, one in laboratory.panels.items() if one.on_offer}
    keys = list(form.panels)
    if form.order_set:
        if form.order_set not in laboratory.sets:
            raise Invalid(order_set=t("Please choose one"))
        keys = [*(key for key in laboratory.sets[form.order_set].panels if key in known), *keys]
    if gone := [laboratory.panels[key].name for key in keys if key in laboratory.panels and key not in known]:
        raise Invalid(panels=t("Off the clinic's list meanwhile: {names}", names=", ".join(gone)))
    if set(keys) - set(known):
        raise Invalid(panels=t("Please choose one"))
    found: list[tuple[Panel | None, str, str]] = [
        (known[key], known[key].name, known[key].category) for key in dict.fromkeys(keys)
    ]
    if form.other:
        found.append((None, form.other, form.other_category))
    if not found:
        raise Invalid(t("Nothing is chosen yet"), panels=t("Choose a set, or what is to be ordered"))
    return found


def _me(scope: Scope) -> UUID:
    """Say which doctor orders. Raises NotFound for nobody."""
    if scope.actor.practitioner_id is None:
        raise NotFound
    return scope.actor.practitioner_id


def _visit(scope: Scope, patient: Patient, encounter_id: UUID | None) -> Encounter | None:
    """Fetch the visit in which something is ordered: one's own, of this patient, not signed. Raises NotFound, NotPossible."""
    if encounter_id is None:
        return None
    visit = scope.encounter(encounter_id)
    if visit.patient_id != patient.id or visit.practitioner_id != scope.actor.practitioner_id:
        raise NotFound
    if visit.signed_at:
        raise NotPossible(
            t("This visit is signed"), t("What is signed no longer changes. Order from the record instead.")
        )
    return visit


@requires(Permission.ORDER_TESTS)
def revoke(scope: Scope, form: RevokeForm) -> None:
    """Take an order back, with the reason; it stays readable.

    Raises Invalid without a reason, Stale, NotPossible once its result is here, NotFound.
    """
    row = scope.one(ServiceRequest, form.order_id, lock=True)
    if row.version != form.version:
        raise Stale(t("order"))
    if row.status == "completed":
        raise NotPossible(t("The result of this order is here"), t("It can no longer be taken back."))
    if row.status == "revoked":
        return
    if not form.reason.strip():
        raise Invalid(revoke_reason=t("Say why"))
    row.status, row.revoked_at, row.revoked_by = "revoked", scope.now, scope.actor.account_id
    row.revoke_reason, row.version = form.reason.strip(), row.version + 1
    scope.db.flush()
    entries.tell(scope, row.patient_id)
