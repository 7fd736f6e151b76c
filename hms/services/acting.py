"""Acting for somebody else: a parent for a child, a carer for whom they care for. Always under one's own sign-in."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible
from hms.models import Account, ActingFor, LoginSession, Patient
from hms.permissions import Permission, Role
from hms.schemas.acting import RELATIONS, ActingCard, ActingForm, FamilyPage
from hms.schemas.session import SignedIn
from hms.schemas.words import plain_day
from hms.services import accounts, sessions
from hms.services.acting_terms import FOR_MINORS, of_age_on
from hms.services.local_time import local_day, today
from hms.services.merging.kept import record_of
from hms.texts import t


@requires(Permission.ARRANGE_ACTING)
def allow(scope: Scope, form: ActingForm) -> ActingCard:
    """Let a sign-in act for a patient, with the proof that reception was shown. Raises Invalid, NotFound or NotPossible.

    A parent's or guardian's right ends at the latest when the child comes of age.
    """
    patient = scope.patient(form.patient_id, lock=True)
    account = accounts.find_by_email(scope, form.email)
    if account is None or account.role != Role.PATIENT or account.disabled_at:
        raise Invalid(email=t("No patient signs in with this address. They register first."))
    if record_of(scope.db, account) == patient.id:
        raise Invalid(email=t("This is the patient's own sign-in."))
    if any(row.account_id == account.id and not _over(row, today(scope)) for row in _rows(scope, patient.id)):
        raise NotPossible(t("This person may act for the patient already"), t("End that first to write it anew."))
    row = ActingFor(
        account_id=account.id, patient_id=patient.id, relation=form.relation, made_at=scope.now,
        made_by=scope.actor.account_id, ends_on=_last(scope, patient, form),
    ).sealing(proof=form.proof)  # fmt: skip
    scope.db.add(row)
    scope.db.flush()
    _tell(scope, row)
    return _cards(scope, [row])[0]


def _last(scope: Scope, patient: Patient, form: ActingForm) -> date | None:
    """Choose the first day on which it no longer holds. Raises Invalid."""
    latest = of_age_on(patient) if form.relation in FOR_MINORS else None
    if latest and latest <= today(scope):
        raise Invalid(relation=t("The patient is of age. Choose what else they are to each other."))
    if form.ends_on and form.ends_on <= today(scope):
        raise Invalid(ends_on=t("Choose a day after today."))
    if form.ends_on and latest and form.ends_on > latest:
        raise Invalid(ends_on=t("It ends on {day} at the latest: then the patient is of age.", day=plain_day(latest)))
    return form.ends_on or latest


@requires(Permission.ARRANGE_ACTING)
def of_patient(scope: Scope, patient_id: UUID) -> list[ActingCard]:
    """List who may or might act for a patient, the newest first. Raises NotFound."""
    return _cards(scope, _rows(scope, scope.patient(patient_id).id))


@requires(Permission.ARRANGE_ACTING)
def end(scope: Scope, acting_id: UUID) -> None:
    """End that somebody acts for a patient; what they have open closes at once. Raises NotFound."""
    row = scope.db.get(ActingFor, acting_id, with_for_update=True)
    if row is None:
        raise NotFound
    _end(scope, row)


@requires(Permission.ACT_FOR_OTHERS)
def family(scope: Scope) -> FamilyPage:
    """Show for whom this sign-in may act, and who may act for the patient whose record is open."""
    account = _mine(scope)
    asked = select(ActingFor).where(ActingFor.account_id == account.id).order_by(col(ActingFor.made_at).desc())
    others = _cards(scope, scope.db.exec(asked).all())
    record = scope.patient(scope.actor.patient_id) if scope.actor.patient_id else None
    acting = record is not None and record.id != record_of(scope.db, account)
    mine = _cards(scope, _rows(scope, record.id)) if record and not acting else []
    return FamilyPage(
        me=account.name,
        acting=record.name if record and acting else "",
        others=[card.model_copy(update={"proof": ""}) for card in others],
        for_me=[card.model_copy(update={"proof": ""}) for card in mine],
    )


@requires(Permission.ACT_FOR_OTHERS)
def end_for_me(scope: Scope, acting_id: UUID) -> None:
    """End that somebody acts for oneself, or that oneself acts for somebody. Raises NotFound."""
    account = _mine(scope)
    row = scope.db.get(ActingFor, acting_id, with_for_update=True)
    if row is None or (account.id != row.account_id and record_of(scope.db, account) != row.patient_id):
        raise NotFound
    _end(scope, row)


@requires(Permission.ACT_FOR_OTHERS)
def begin(scope: Scope, acting_id: UUID | None) -> SignedIn:
    """Go on in a new sign-in for somebody else, or for oneself again where none is named; this one ends.

    It lasts no longer than this one would have. Raises NotFound, or NotPossible after its end.
    """
    account, earlier = _mine(scope), scope.db.get(LoginSession, scope.actor.session_id or UUID(int=0))
    if earlier is None:
        raise NotFound
    if acting_id:
        row = scope.db.get(ActingFor, acting_id)
        if row is None or row.account_id != account.id:
            raise NotFound
        if why := _over(row, today(scope)):
            raise NotPossible(t("You can no longer act for this person"), why)
        scope.touch(row.patient_id)
    scope.note(acting_id or account.id)
    sessions.end_one(scope, earlier.id)
    return sessions.begin(scope, account, earlier.address, acting_id=acting_id, ends_at=earlier.ends_at)


def _mine(scope: Scope) -> Account:
    account = scope.db.get(Account, scope.actor.account_id or UUID(int=0))
    if account is None:
        raise NotFound
    return account


def _rows(scope: Scope, patient_id: UUID) -> Sequence[ActingFor]:
    asked = select(ActingFor).where(ActingFor.patient_id == patient_id).order_by(col(ActingFor.made_at).desc())
    return scope.db.exec(asked).all()


def _end(scope: Scope, row: ActingFor) -> None:
    scope.touch(row.patient_id)
    scope.note(row.id)
    if row.ended_at is None:
        row.ended_at, row.ended_by = scope.now, scope.actor.account_id
        sessions.end_acting(scope, row.id)
        _tell(scope, row)


def _tell(scope: Scope, row: ActingFor) -> None:
    scope.touch(row.patient_id)
    scope.tell(f"patient:{row.patient_id}")
    scope.tell(f"family:{row.account_id}")


def _over(row: ActingFor, on: date) -> str:
    """Say why it holds no longer; "" while it does."""
    if row.ended_at:
        return t("It was ended.")
    if row.ends_on and row.ends_on <= on:
        return t("It ended on {day}.", day=plain_day(row.ends_on - timedelta(days=1)))
    return ""


def _cards(scope: Scope, rows: Sequence[ActingFor]) -> list[ActingCard]:
    scope.touch(*(row.patient_id for row in rows))
    patients = _by_id(scope, Patient, {row.patient_id for row in rows})
    holders = _by_id(scope, Account, {row.account_id for row in rows})
    return [_card(scope, row, holders[row.account_id], patients[row.patient_id]) for row in rows]


def _by_id(scope: Scope, model: Any, ids: set[UUID]) -> dict[UUID, Any]:
    return {row.id: row for row in scope.db.exec(select(model).where(model.id.in_(ids)))}


def _card(scope: Scope, row: ActingFor, holder: Account, patient: Patient) -> ActingCard:
    mine = scope.db.get(LoginSession, scope.actor.session_id) if scope.actor.session_id else None
    return ActingCard(
        id=row.id,
        holder=holder.name,
        email=holder.email if scope.actor.role == Role.RECEPTIONIST else "",
        patient_id=patient.id,
        patient=patient.name,
        relation=RELATIONS.get(row.relation, row.relation),
        proof=row.proof,
        since=plain_day(local_day(scope, row.made_at)),
        ends=plain_day(row.ends_on - timedelta(days=1)) if row.ends_on else "",
        over=_over(row, today(scope)),
        now=mine is not None and mine.acting_id == row.id,
    )
