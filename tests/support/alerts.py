"""What the tests of every service ask of the prescribing checks, and prescriptions in few words."""

from typing import Any
from uuid import UUID, uuid4

from hms.schemas.alerts import CheckForm, OverrideForm
from hms.schemas.visits import PrescriptionForm
from hms.services import prescribing
from tests.support.cast import Cast

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "alerts.checking.facts_of", "alerts.checking.hold_list", "alerts.gathering.gather", "alerts.overriding.before_signing",
    "alerts.overriding.before_renewing", "alerts.overriding.settle", "alerts.running.running", "alerts.running.running_and_written",
}  # fmt: skip


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each service of the checks is asked with."""
    return {
        "alerts.checking.check": (CheckForm(encounter_id=nobody, medication_id=nobody),),
        "alerts.overriding.standing": (nobody,),
        "alerts.overriding.override": (OverrideForm(prescription_id=nobody, seen="x", reason="x"),),
        "alerts.reporting.overrides": (),
    }


def drug_id(clinic: Cast, begins: str) -> UUID:
    """Find the one drug of the formulary whose name begins so."""
    found: UUID = next(d.id for d in clinic.do(clinic.dr_rao, prescribing.formulary) if d.label.startswith(begins))
    return found


def prescribed(clinic: Cast, page: Any, begins: str, doctor: str = "dr_rao", **other: Any) -> Any:
    """Prescribe a drug in a visit; gives the visit's prescriptions."""
    if "reason" in other:
        other["anyway"] = other.pop("reason")
    answers = {"dose": "1", "frequency": "QD", "days": 7, "key": str(uuid4()), **other}
    form = PrescriptionForm(encounter_id=page.encounter_id, medication_id=drug_id(clinic, begins), **answers)
    return clinic.do(clinic.people[doctor], prescribing.prescribe, form)
