"""Checking a medicine while it is chosen, and all of a visit's before they are signed."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import AlertsStand, NotFound
from hms.knowledge.prescribing.alerts import alerts
from hms.knowledge.prescribing.dosing import by_weight, plain
from hms.knowledge.prescribing.facts import Alert, Dose, Drug, Taken
from hms.models import Encounter, Medication, Patient
from hms.permissions import Permission
from hms.schemas.alerts import AlertCard, Checked, CheckForm
from hms.schemas.visits import FREQUENCIES
from hms.schemas.words import age, plain_day
from hms.services.alerts.gathering import Facts, drug_of, gather
from hms.services.local_time import local_day, today
from hms.texts import t

BABY_MONTHS = 24
STALE_BABY, STALE = timedelta(days=30), timedelta(days=182)  # a child's weight from before then is old


@requires(Permission.PRESCRIBE)
def check(scope: Scope, form: CheckForm) -> Checked:
    """Check a medicine that is being chosen against the whole list; nothing is written. Raises NotFound."""
    encounter = scope.encounter(form.encounter_id)
    drug = scope.db.get(Medication, form.medication_id)
    if drug is None or drug.retired_at:
        raise NotFound
    facts = facts_of(scope, encounter)
    dose = None
    if form.dose and form.frequency in FREQUENCIES:
        dose = Dose(form.dose, FREQUENCIES[form.frequency][1], form.days or 2)
    found = against(Taken(drug_of(drug), dose), facts)
    severe = [card(one) for one in found if one.severity == "severe"]
    words, old = _by_weight(scope, drug_of(drug), facts)
    return Checked(
        medication_id=drug.id,
        severe=severe,
        quiet=[card(one) for one in found if one.severity == "note"],
        seen="\n".join(one.key for one in severe),
        by_weight=words,
        weight_old=old,
    )


def facts_of(scope: Scope, encounter: Encounter) -> Facts:
    """Read what the checks need to know of a visit's patient."""
    return gather(scope, scope.db.get_one(Patient, encounter.patient_id), encounter.id)


def against(new: Taken, facts: Facts, but: UUID | None = None) -> list[Alert]:
    """Say what speaks against a medicine beside all others of the list; a prescription is not held against itself."""
    others = [one for row_id, one in facts.new.items() if row_id != but]
    return alerts(new, [*facts.current, *others], facts.allergies, facts.person)


def card(one: Alert, prescription_id: UUID | None = None) -> AlertCard:
    """Word an alert with its source and the day that is of."""
    source = t("{source}, {day}", source=one.source, day=plain_day(one.on)) if one.on else one.source
    return AlertCard(
        key=one.key, kind=one.kind, severe=one.severity == "severe", title=one.title, words=one.words, source=source,
        prescription_id=prescription_id,
    )  # fmt: skip


def hold_list(scope: Scope, patient_id: UUID) -> None:
    """Let nobody else sign for this patient until this is done: two who sign at once would not see each other's."""
    scope.db.exec(select(Patient.id).where(col(Patient.id) == patient_id).with_for_update(key_share=True)).one()


def refuse(found: list[Alert]) -> None:
    """Raise AlertsStand where anything severe is said."""
    if titles := [one.title for one in found if one.severity == "severe"]:
        raise AlertsStand(titles)


def _by_weight(scope: Scope, drug: Drug, facts: Facts) -> tuple[str, bool]:
    """Say the usual dose for a child's weight, how old that weight is, and whether that is too old."""
    usual, at = by_weight(drug, facts.person), facts.weighed_at
    if usual is None or at is None or facts.person.weight_kg is None or not drug.mg:
        return "", False
    low, high = usual
    words = t(
        "{kg} kg, weighed {day} ({age} ago): usual are {low} to {high} mg at once, that is {from_} to {to} {unit}.",
        kg=plain(facts.person.weight_kg), day=plain_day(local_day(scope, at)),
        age=age(local_day(scope, at), today(scope)), low=plain(low), high=plain(high), from_=plain(low / drug.mg),
        to=plain(high / drug.mg), unit=drug.unit,
    )  # fmt: skip
    young = (facts.person.age_months or 0) < BABY_MONTHS
    return words, scope.now - at > (STALE_BABY if young else STALE)
