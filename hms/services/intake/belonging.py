"""Answers about people who belong to a patient and about who pays, put into the forms of personal data."""

from typing import Any

from hms.access import Scope
from hms.errors import Invalid
from hms.models import Patient
from hms.schemas.intake import CoverageAnswer, DoctorAnswer, KinAnswer, PersonAnswer
from hms.schemas.personal import CoverageEntry, CoveragesForm, RelationEntry, RelationKind, RelationsForm
from hms.services.personal import belonging, rows
from hms.texts import t


def emergency(scope: Scope, patient: Patient, answer: PersonAnswer, version: int) -> None:
    """Write down whom to call. Raises Invalid, Stale."""
    if not answer.phone:
        raise Invalid(phone=t("Write a phone number: this is whom we call."))
    _put(scope, patient, "emergency", answer.model_dump(), version)


def next_of_kin(scope: Scope, patient: Patient, answer: KinAnswer, version: int) -> None:
    """Write down the next of kin; the emergency contact where it is the same person. Raises Invalid, Stale."""
    told = answer.model_dump(exclude={"same"})
    if answer.same:
        first = next((one for one in rows.relations(scope, patient.id) if one.kind == "emergency"), None)
        if first is None:
            raise Invalid(same=t("There is no emergency contact yet. Write the name here."))
        told = {
            "name": first.name, "relation": first.relation, "phone": first.typed or first.phone,
            "address": first.address,
        }  # fmt: skip
    elif not answer.name:
        raise Invalid(name=t("Please fill this in."))
    _put(scope, patient, "next_of_kin", told, version)


def family_doctor(scope: Scope, patient: Patient, answer: DoctorAnswer, version: int) -> None:
    """Write down the family doctor. Raises Invalid, Stale."""
    _put(scope, patient, "family_doctor", answer.model_dump(), version)


def coverage(scope: Scope, patient: Patient, answer: CoverageAnswer, version: int) -> None:
    """Write down who pays first; others that were noted stay behind. Raises Invalid, Stale."""
    others = [
        CoverageEntry(kind=one.kind, payer=one.payer, member=one.member, valid_to_on=one.valid_to_on)  # type: ignore[arg-type]
        for one in rows.coverages(scope, patient.id)[1:]
    ]
    entries = [CoverageEntry(**answer.model_dump()), *others]
    with_words = CoveragesForm(version=version, coverages=entries)
    _said(belonging.change_coverages, scope, with_words, "coverages-0-")


def _put(scope: Scope, patient: Patient, kind: RelationKind, told: dict[str, Any], version: int) -> None:
    """Let this be the first of its kind; others that were noted stay behind."""
    others = [
        RelationEntry(
            kind=kind, name=one.name, relation=one.relation, phone=one.typed or one.phone, address=one.address
        )
        for one in [one for one in rows.relations(scope, patient.id) if one.kind == kind][1:]
    ]
    entries = [RelationEntry(kind=kind, **told), *others]
    _said(
        belonging.change_relations,
        scope,
        RelationsForm(version=version, relations=entries, kinds=(kind,)),
        "relations-0-",
    )


def _said(change: Any, scope: Scope, form: Any, place: str) -> None:
    """Change it; what is wrong with the first entry stands beside the field of the question."""
    try:
        change(scope, form)
    except Invalid as problem:
        raise Invalid(**{name.removeprefix(place): words for name, words in problem.fields.items()}) from problem
