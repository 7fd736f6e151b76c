"""What the tests of every service ask of those for prescriptions, and the ways to prescribe."""

from typing import Any
from uuid import UUID, uuid4

from hms.schemas.prescriptions import DeclineForm, RefillForm, StopForm
from hms.schemas.visits import PrescriptionForm, VisitPage
from hms.services import prescribing
from hms.services.prescriptions import reading
from tests.support.cast import Cast

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "prescriptions.content.freeze", "prescriptions.ended.going_on", "prescriptions.ended.renewals_of",
    "prescriptions.ended.stops_of", "prescriptions.ended.withdrawn", "prescriptions.papers.issue_alone", "prescriptions.papers.issue_visit",
    "prescriptions.papers.of_prescription", "prescriptions.papers.worded", "prescriptions.reading.latest_refills",
    "prescriptions.renewing.drug_of", "prescriptions.renewing.in_the_way", "prescriptions.renewing.note",
    "prescriptions.renewing.sign_renewal", "prescriptions.telling.changed", "tries.count_proof",
}  # fmt: skip


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each service for prescriptions is asked with."""
    key = str(uuid4())
    return {
        "prescriptions.checking.look": ("code", "192.0.2.9"),
        "prescriptions.checking.show": ("code", "1980-02-03", "192.0.2.9"),
        "prescriptions.favourites.drop": (nobody,), "prescriptions.favourites.keep": (nobody,),
        "prescriptions.favourites.listed": (), "prescriptions.favourites.use": (nobody, nobody, key),
        "prescriptions.printing.take": (nobody,), "prescriptions.reading.mine": (),
        "prescriptions.reading.of_patient": (nobody,), "prescriptions.refills.accept": (nobody,),
        "prescriptions.refills.ask": (RefillForm(prescription_id=nobody, key=key),),
        "prescriptions.refills.count": (), "prescriptions.refills.covered": (),
        "prescriptions.refills.decline": (DeclineForm(request_id=nobody, reason="no"),),
        "prescriptions.refills.waiting": (), "prescriptions.refills.withdraw": (nobody,),
        "prescriptions.renewing.renew": (nobody, nobody, key), "prescriptions.renewing.renew_now": (nobody, key),
        "prescriptions.stopping.stop": (StopForm(prescription_id=nobody, reason="rash"),),
    }  # fmt: skip


def prescribe(clinic: Cast, page: VisitPage, drug: str = "Amoxicillin 500", **other: Any) -> Any:
    """Write a prescription into a visit; gives its card."""
    who = other.pop("who", clinic.dr_rao)
    found = next(one for one in clinic.do(who, prescribing.formulary) if one.label.startswith(drug))
    answers = {"dose": "1", "frequency": "TID", "days": 7, "key": str(uuid4()), **other}
    form = PrescriptionForm(encounter_id=page.encounter_id, medication_id=found.id, **answers)
    return clinic.do(who, prescribing.prescribe, form)[-1]


def signed(clinic: Cast, *drugs: str, **other: Any) -> list[Any]:
    """Let dr_rao prescribe something to asha and sign; gives the prescriptions in the order they were written."""
    page = clinic.visit(clinic.asha)
    written = [prescribe(clinic, page, drug, **other) for drug in drugs or ("Amoxicillin 500",)]
    clinic.sign(page)
    return written


def line(clinic: Cast, prescription_id: object, who: Any = None) -> Any:
    """Give what asha, or a doctor, reads of a prescription."""
    shown = (
        clinic.do(clinic.asha, reading.mine)
        if who is None
        else clinic.do(who, reading.of_patient, clinic.asha.patient_id)
    )
    return next(one for one in [*shown.current, *shown.earlier] if one.id == prescription_id)
