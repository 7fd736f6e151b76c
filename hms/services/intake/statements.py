"""What a patient states about their health: added, withdrawn, never changed in place."""

from uuid import UUID

from sqlmodel import select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible
from hms.models import AllergyIntolerance, HealthStatement, Patient
from hms.permissions import Permission
from hms.schemas.statements import NONE, NONE_WORDS, Kind, StatedGroup, StatementForm
from hms.services.intake import standing
from hms.services.intake.whose import own
from hms.texts import t

MOST = 50  # entries of one kind


@requires(Permission.TELL_ABOUT_ONESELF)
def mine(scope: Scope) -> list[StatedGroup]:
    """Show what is known about one's health, by kind: what holds first, then what was withdrawn or found wrong."""
    rows = standing.rows_of(scope, own(scope).id)
    return standing.grouped(scope, sorted(rows, key=lambda row: not standing.holds(row)))


@requires(Permission.TELL_ABOUT_ONESELF)
def state(scope: Scope, form: StatementForm) -> None:
    """State one thing; the same once more changes nothing. Raises NotPossible beyond what fits."""
    patient = own(scope, lock=True)
    add(scope, patient, form)
    told(scope, patient)


@requires(Permission.TELL_ABOUT_ONESELF)
def state_none(scope: Scope, kind: str) -> None:
    """State that there is none of a kind. Raises Invalid, or NotPossible while something of it stands."""
    patient = own(scope, lock=True)
    say_none(scope, patient, kind)
    told(scope, patient)


@requires(Permission.TELL_ABOUT_ONESELF)
def withdraw(scope: Scope, statement_id: UUID) -> None:
    """Take back what one stated. Raises NotPossible once a clinician has confirmed it, NotFound."""
    patient = own(scope, lock=True)
    row = next((one for one in standing.rows_of(scope, patient.id) if one.id == statement_id), None)
    if row is None:
        raise NotFound
    if not standing.by_patient(row) or row.confirmed_at:
        raise NotPossible(
            t("A clinician has confirmed this"), t("It belongs to your record now. Speak about it at your next visit.")
        )
    if standing.holds(row):
        take_back(scope, row)
    told(scope, patient)


def add(scope: Scope, patient: Patient, form: StatementForm) -> None:
    """Write down one thing that a patient states; that there is none of its kind no longer holds then."""
    joined = f"{form.text}: {form.more}" if form.kind == "allergy" else f"{form.text}, {form.more}"
    text = joined if form.more else form.text
    rows = open_of(scope, patient, form.kind)
    if any(standing.is_none(row) is False and row.text.casefold() == text.casefold() for row in rows):
        return
    if len(rows) >= MOST:
        raise NotPossible(t("This is as much as fits here"), t("Tell the rest at your next visit."))
    for row in rows:
        if standing.is_none(row):
            take_back(scope, row)
    if form.kind == "allergy":
        allergy = AllergyIntolerance(
            patient_id=patient.id, criticality="high" if form.severe else "", recorded_at=scope.now,
            source="patient", stated_by=scope.actor.account_id,
        )  # fmt: skip
        scope.db.add(allergy.sealing(text=text))
    else:
        scope.db.add(_new(scope, patient, form.kind).sealing(text=text))


def say_none(scope: Scope, patient: Patient, kind: str) -> None:
    """Write down that there is none of a kind. Raises Invalid for no kind, NotPossible while something stands."""
    if kind not in NONE:
        raise Invalid(kind=t("Please choose one"))
    rows = open_of(scope, patient, kind)
    if any(not standing.is_none(row) for row in rows):
        raise NotPossible(
            t("Something is on this list"), t("Take off the list what is not so, then say that there is nothing.")
        )
    if not rows:
        scope.db.add(_new(scope, patient, NONE[kind]))


def replace(scope: Scope, patient: Patient, kind: Kind, texts: list[str]) -> None:
    """Let these be all that is stated of a kind; what was said before and is no longer so is withdrawn."""
    for row in open_of(scope, patient, kind):
        if row.confirmed_at is None and row.text not in texts:
            take_back(scope, row)
    for text in texts:
        add(scope, patient, StatementForm(kind=kind, text=text))


def take_back(scope: Scope, row: standing.Stated) -> None:
    """Withdraw a statement; that it was made stays known."""
    row.withdrawn_at, row.withdrawn_by = scope.now, scope.actor.account_id
    if isinstance(row, AllergyIntolerance):
        row.active = False


def open_of(scope: Scope, patient: Patient, kind: str) -> list[standing.Stated]:
    """List what stands of a kind, also that there is none; what was just written in this act is among it."""
    scope.db.flush()
    return [row for row in standing.rows_of(scope, patient.id) if standing.kind_of(row) == kind and standing.holds(row)]


def no_allergies(scope: Scope, patient_id: UUID) -> str:
    """Say that somebody states to have no allergies, and whether that is confirmed; "" where nobody has said so."""
    asked = select(HealthStatement).where(
        HealthStatement.patient_id == patient_id, HealthStatement.kind == NONE["allergy"]
    )
    said = [row for row in scope.db.exec(asked) if standing.holds(row)]
    if not said:
        return ""
    plain = NONE_WORDS["allergy"]
    return plain if any(row.confirmed_at for row in said) else t("{words} (stated by the patient)", words=plain)


def told(scope: Scope, patient: Patient) -> None:
    """Let every open screen of this patient read again."""
    scope.tell(f"patient:{patient.id}")


def _new(scope: Scope, patient: Patient, kind: str) -> HealthStatement:
    return HealthStatement(
        patient_id=patient.id, kind=kind, stated_at=scope.now, stated_by=scope.actor.account_id,
        stated_role=str(scope.actor.role),
    )  # fmt: skip
