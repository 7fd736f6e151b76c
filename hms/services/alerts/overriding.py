"""Going on in spite of a severe alert, with a reason; and what keeps a visit from being signed."""

from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible
from hms.knowledge.prescribing.facts import Alert
from hms.models import AlertOverride, Encounter, Medication, MedicationRequest, Patient
from hms.permissions import Permission
from hms.schemas.alerts import OverrideForm, PrescriptionAlerts, Standing
from hms.services.alerts import checking
from hms.services.alerts.gathering import drug_of, gather, taken
from hms.services.chart.entries import names_of
from hms.texts import t

NO_VISIT = UUID(int=0)


@requires(Permission.PRESCRIBE)
def standing(scope: Scope, encounter_id: UUID) -> Standing:
    """Say what the checks say of a visit's prescriptions over the whole list as it is now. Raises NotFound."""
    return _standing(scope, scope.encounter(encounter_id))


@requires(Permission.PRESCRIBE)
def override(scope: Scope, form: OverrideForm) -> Standing:
    """Let a prescription of an unsigned visit stand in spite of the severe alerts that were seen.

    Raises Invalid without a reason, NotFound, or NotPossible once signed.
    """
    row = scope.db.get(MedicationRequest, form.prescription_id)
    if row is None or row.encounter_id is None or row.removed_at:
        raise NotFound
    encounter = scope.encounter(row.encounter_id, lock=True)
    if encounter.signed_at:
        raise NotPossible(t("This visit is signed"), t("What is signed no longer changes."))
    _keep(scope, row, _severe(scope, encounter).get(row.id, []), form.seen, form.reason)
    scope.tell(f"practitioner:{encounter.practitioner_id}", encounter.id)
    return _standing(scope, encounter)


def settle(scope: Scope, row: MedicationRequest, encounter: Encounter, seen: str, reason: str) -> None:
    """Keep a new prescription where nothing severe is said, or all of it was seen and has a reason.

    Raises AlertsStand for what was not seen, Invalid without a reason.
    """
    found = _severe(scope, encounter).get(row.id, [])
    checking.refuse([one for one in found if one.key not in seen.splitlines()])
    if found:
        _keep(scope, row, found, seen, reason)


def before_signing(scope: Scope, encounter: Encounter) -> None:
    """Check all of a visit's prescriptions over the whole list. Raises AlertsStand for what nobody has overridden."""
    given = {row.alert_key for row in _overrides(scope, encounter)}
    found = [one for severe in _severe(scope, encounter).values() for one in severe if one.key not in given]
    checking.refuse(list({one.key: one for one in found}.values()))


def before_renewing(scope: Scope, row: MedicationRequest) -> None:
    """Check a signed prescription that is renewed outside of a visit over the whole list.

    What was overridden for it counts still. Raises AlertsStand for anything else that is severe.
    """
    checking.hold_list(scope, row.patient_id)
    drug = scope.db.get(Medication, row.medication_id) if row.medication_id else None
    facts = gather(scope, scope.db.get_one(Patient, row.patient_id), NO_VISIT)
    known = {*scope.db.exec(select(AlertOverride.alert_key).where(AlertOverride.prescription_id == row.id))}
    found = checking.against(taken(row, {drug.id: drug_of(drug)} if drug else {}), facts)
    checking.refuse([one for one in found if one.key not in known])


def _severe(scope: Scope, encounter: Encounter) -> dict[UUID, list[Alert]]:
    facts = checking.facts_of(scope, encounter)
    return {
        row_id: [one for one in checking.against(new, facts, row_id) if one.severity == "severe"]
        for row_id, new in facts.new.items()
    }


def _keep(scope: Scope, row: MedicationRequest, found: list[Alert], seen: str, reason: str) -> None:
    if not reason.strip():
        raise Invalid(anyway=t("Say why"))
    asked = select(AlertOverride.alert_key).where(AlertOverride.prescription_id == row.id)
    known = {*scope.db.exec(asked)}
    for one in {one.key: one for one in found}.values():
        if one.key in seen.splitlines() and one.key not in known:
            kept = AlertOverride(
                patient_id=row.patient_id, prescription_id=row.id, alert_key=one.key, kind=one.kind, pair=one.pair,
                overridden_at=scope.now, overridden_by=scope.actor.account_id,
            )  # fmt: skip
            scope.db.add(kept.sealing(reason=reason.strip()))
    scope.db.flush()


def _overrides(scope: Scope, encounter: Encounter) -> list[AlertOverride]:
    """Fetch what was overridden for the visit's prescriptions as they stand."""
    of = select(MedicationRequest.id).where(
        MedicationRequest.encounter_id == encounter.id, col(MedicationRequest.removed_at).is_(None)
    )
    asked = select(AlertOverride).where(col(AlertOverride.prescription_id).in_(of))
    return list(scope.db.exec(asked.order_by(col(AlertOverride.id))))


def _standing(scope: Scope, encounter: Encounter) -> Standing:
    facts, given = checking.facts_of(scope, encounter), _overrides(scope, encounter)
    names = names_of(scope, {row.overridden_by for row in given})
    why = {
        row.alert_key: t("{who}: {reason}", who=names.get(row.overridden_by, ""), reason=row.reason) for row in given
    }
    waiting, quiet, done, told = [], [], [], set()
    for row_id, new in facts.new.items():
        severe = []
        for one in checking.against(new, facts, row_id):
            if (one.key, one.title if one.kind == "unread" else "") in told:
                continue  # what two of the visit do to each other is said once
            told.add((one.key, one.title if one.kind == "unread" else ""))
            shown = checking.card(one, row_id)
            if one.severity == "note":
                quiet.append(shown)
            elif one.key in why:
                done.append(shown.model_copy(update={"source": why[one.key]}))
            else:
                severe.append(shown)
        if severe:
            seen = "\n".join(one.key for one in severe)
            waiting.append(PrescriptionAlerts(prescription_id=row_id, drug=new.drug.label, severe=severe, seen=seen))
    return Standing(open=waiting, quiet=quiet, overridden=done)
