"""The clinic's own list of drugs: which may be prescribed, and whether the checks know what is in them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, or_
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound
from hms.knowledge.prescribing.facts import catalogued
from hms.knowledge.prescribing.reading import knowledge
from hms.models import Medication, MedicationRequest, PrescriptionFavourite
from hms.permissions import Permission
from hms.schemas.formulary import DrugCard, DrugForm
from hms.services import edits
from hms.services.prescribing import label
from hms.texts import t

WORDS = ("name", "strength", "form", "unit")  # what a prescription was written with


@requires(Permission.RUN_CLINIC, reading=True)
def listed(scope: Scope) -> list[DrugCard]:
    """List every drug by name, those that are prescribed no more last."""
    rows, used = scope.db.exec(select(Medication)).all(), _used(scope)
    return sorted((_card(row, used) for row in rows), key=lambda card: (card.retired, card.label.casefold()))


@requires(Permission.RUN_CLINIC)
def add(scope: Scope, form: DrugForm) -> DrugCard:
    """Let doctors prescribe another drug. Raises Invalid where the list has it."""
    edits.one_by_one(scope)
    _alone(scope, form)
    row = Medication(code=_code(scope, form), **form.model_dump())
    scope.db.add(row)
    scope.db.flush()
    edits.changed(scope, row.id)
    return _card(row, ())


@requires(Permission.RUN_CLINIC)
def change(scope: Scope, medication_id: UUID, form: DrugForm, version: int) -> DrugCard:
    """Correct a drug; of one that has been prescribed only its ATC code, for whoever takes it takes what was written.

    Raises NotFound, Stale, or Invalid where the list has it or its words stand on a prescription.
    """
    edits.one_by_one(scope)
    row = edits.seen(scope, Medication, medication_id, version)
    _alone(scope, form, but=row.id)
    used = _used(scope, row.id)
    if used and (changed := [name for name in WORDS if getattr(row, name) != getattr(form, name)]):
        words = t("Prescriptions have been written with this. Take the drug off the list, and add it as it should be.")
        raise Invalid(**dict.fromkeys(changed, words))
    for name, answer in form:
        setattr(row, name, answer)
    return _card(row, used)


@requires(Permission.RUN_CLINIC)
def retire(scope: Scope, medication_id: UUID, version: int) -> DrugCard:
    """Let nobody prescribe a drug any more; what is prescribed stays. Raises NotFound or Stale."""
    row = edits.seen(scope, Medication, medication_id, version)
    if row.retired_at:
        raise NotFound
    row.retired_at = scope.now
    return _card(row, _used(scope, row.id))


@requires(Permission.RUN_CLINIC)
def restore(scope: Scope, medication_id: UUID, version: int) -> DrugCard:
    """Let doctors prescribe a drug again. Raises NotFound or Stale."""
    row = edits.seen(scope, Medication, medication_id, version)
    if row.retired_at is None:
        raise NotFound
    row.retired_at = None
    return _card(row, _used(scope, row.id))


def _alone(scope: Scope, form: DrugForm, but: UUID | None = None) -> None:
    """Refuse a second drug of the same name, strength and form, in whatever letters."""
    wanted = _plain(form.name, form.strength, form.form)
    for row in scope.db.exec(select(Medication)):
        if row.id != but and _plain(row.name, row.strength, row.form) == wanted:
            again = t("The list has this drug, and nobody may prescribe it. Let it be prescribed again.")
            raise Invalid(name=again if row.retired_at else t("The list has this drug already."))


def _plain(*words: str) -> str:
    return " ".join(" ".join(words).casefold().split())


def _code(scope: Scope, form: DrugForm) -> str:
    """Make a code of the clinic's own, which no list that is brought in later can hold."""
    known = set(scope.db.exec(select(Medication.code).where(col(Medication.code).startswith("own-"))))
    return next(code for n in range(1, len(known) + 2) if (code := f"own-{n}") not in known)


def _used(scope: Scope, *only: UUID) -> set[UUID]:
    """Name the drugs, of some or of all, that a prescription or somebody's favourite was written with."""
    rows = (MedicationRequest.medication_id, PrescriptionFavourite.medication_id)
    asked = select(Medication.id).where(or_(*(exists().where(col(drug) == Medication.id) for drug in rows)))
    return set(scope.db.exec(asked.where(col(Medication.id).in_(only)) if only else asked))


def _card(row: Medication, used: Collection[UUID]) -> DrugCard:
    drug = catalogued(label(row), row.atc, row.strength, row.unit)
    names = ", ".join(knowledge().ingredients[key].name for key in drug.ingredients)
    if not drug.known:
        checks = t("Not checked: the checks do not know what is in it.")
    elif row.atc in knowledge().of_atc:
        checks = t("Checked as {names}, by its code.", names=names)
    else:
        checks = t("Checked as {names}, by its name.", names=names or ", ".join(drug.classes))
    return DrugCard(
        **row.model_dump(include={"id", "version", "atc", *WORDS}),
        label=label(row),
        known=drug.known,
        checks=checks,
        prescribed=row.id in used,
        retired=row.retired_at is not None,
    )
