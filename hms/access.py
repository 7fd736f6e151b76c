"""The one gate to the data: who asks, in which transaction, and what is remembered of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Select
from sqlmodel import Session, col

from hms import audit, changes
from hms.db import transaction
from hms.errors import Forbidden, NotFound, Refusal
from hms.models import (
    THE_CLINIC,
    Appointment,
    Clinic,
    Encounter,
    Patient,
    SchedulingRules,
)
from hms.permissions import Permission, Reach, Role, reach
from hms.reaching import M, finding, missing, narrowed

A = ParamSpec("A")
R = TypeVar("R", covariant=True)  # noqa: PLC0105 - a result is a result


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. Made from a login session, or one of the two below."""

    role: Role
    account_id: UUID | None = None
    session_id: UUID | None = None
    patient_id: UUID | None = None
    practitioner_id: UUID | None = None
    name: str = ""


STANDING = (
    sa.select(Clinic, SchedulingRules)
    .outerjoin(SchedulingRules, col(SchedulingRules.id) == col(Clinic.id))
    .where(col(Clinic.id) == THE_CLINIC)
)
VISITOR, SYSTEM = Actor(Role.VISITOR), Actor(Role.SYSTEM)


class Scope:
    """One act: an actor, a moment, a transaction, and the records it touches. Reach is decided here and nowhere else."""

    def __init__(
        self, db: Session, actor: Actor, now: datetime, shown: frozenset[UUID] = frozenset(), shared: bool = False
    ) -> None:
        self.db, self.actor, self.now, self.shown, self.shared = db, actor, now, shown, shared
        self.reach: Reach | None = None
        self.subjects: set[UUID] = set()
        self.asked: UUID | None = None
        self.why = self.digest = ""
        self.noted = False
        self._clinic: tuple[Clinic, SchedulingRules | None] | None = None
        self._zone: ZoneInfo | None = None

    @property
    def clinic(self) -> Clinic:
        """The clinic; one that is not set up yet counts in UTC."""
        return self._standing()[0]

    @property
    def rules(self) -> SchedulingRules:
        """The clinic's rules of scheduling; the usual ones where it has set none."""
        clinic, rules = self._standing()
        if rules is None:
            self._clinic = (clinic, rules := SchedulingRules())
        return rules

    def _standing(self) -> tuple[Clinic, SchedulingRules | None]:
        """Fetch the clinic with its rules, in one question: nearly every act of scheduling asks for both."""
        # No cached_property: in Python 3.11 its lock is the class's, and here a thread may wait for the one writer.
        if self._clinic is None:
            clinic, rules = self.db.execute(STANDING).first() or (None, None)
            self._clinic = (clinic or Clinic(key_check=b""), rules)
        return self._clinic

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone."""
        self._zone = self._zone or ZoneInfo(self.clinic.zone)
        return self._zone

    def tell(self, topic: str, *ids: object) -> None:
        """Announce a change with the commit."""
        changes.tell(self.db, topic, *ids)

    def touch(self, *patient_ids: UUID) -> None:
        """Note whose record this act is about."""
        self.subjects.update(patient_ids)

    def note(self, record_id: UUID | None = None) -> None:
        """Have this act remembered though it is about no patient's record: it changes who may do what."""
        self.noted, self.asked = True, record_id or self.asked

    def patient(self, patient_id: UUID, lock: bool = False) -> Patient:
        """Fetch a patient for this actor. Raises NotFound, whether absent or out of reach."""
        return self._fetch(Patient, patient_id, lock)

    def appointment(self, appointment_id: UUID, lock: bool = False) -> Appointment:
        """Fetch an appointment for this actor; lock it to change it. Raises NotFound."""
        return self._fetch(Appointment, appointment_id, lock)

    def encounter(self, encounter_id: UUID, lock: bool = False) -> Encounter:
        """Fetch a visit for this actor; lock it to change it. Raises NotFound."""
        return self._fetch(Encounter, encounter_id, lock)

    def one(self, model: type[M], row_id: UUID, lock: bool = False) -> M:
        """Fetch a row of any of these tables for this actor; lock it to change it. Raises NotFound."""
        return self._fetch(model, row_id, lock)

    def _fetch(self, model: type[M], row_id: UUID, lock: bool) -> M:
        self.asked = row_id
        asked = finding(model, self.reach, self.actor.role, lock)
        row: M | None = self.db.scalars(asked, {"row_id": row_id, "mine": self._mine, "now": self.now}).one_or_none()
        if row is None or getattr(row, "merged_into_id", None):
            raise missing(self.db, row if isinstance(row, Patient) else None)
        self.touch(row.id if isinstance(row, Patient) else row.patient_id)
        return row

    def within(self, statement: Select[Any], model: type[M]) -> Select[Any]:
        """Narrow a query to the actor's reach; to nothing where there is none."""
        return narrowed(statement, model, self.reach, self.actor.role, self._mine, now=self.now)

    @property
    def _mine(self) -> UUID | None:
        return self.actor.patient_id if self.actor.role is Role.PATIENT else self.actor.practitioner_id


class Service(Protocol[A, R]):
    """A verb of the clinic that has declared what it requires."""

    permission: Permission
    reading: bool
    __name__: str

    def __call__(self, scope: Scope, *args: A.args, **kwargs: A.kwargs) -> R:
        """Run within a scope."""
        ...


def requires(
    permission: Permission, reading: bool = False
) -> Callable[[Callable[Concatenate[Scope, A], R]], Service[A, R]]:
    """Declare the permission of a service; it is checked before, and remembered after, each call.

    A reading service touches no patient's record and writes nothing.
    """

    def declare(verb: Callable[Concatenate[Scope, A], R]) -> Service[A, R]:
        @wraps(verb)
        def service(scope: Scope, *args: A.args, **kwargs: A.kwargs) -> R:
            granted = reach(scope.actor.role, permission)
            if granted is None:
                raise Forbidden
            outer, scope.reach = (scope.reach, scope.subjects, scope.noted), granted
            scope.subjects, scope.noted = set(), False
            try:
                result = verb(scope, *args, **kwargs)
                fresh = scope.subjects - scope.shown
                if (fresh or scope.noted) and not scope.shared:
                    audit.remember(scope.db, _entry(scope, permission, verb.__name__, "done"), fresh)
            finally:
                scope.reach, subjects, scope.noted = outer
                scope.subjects |= subjects
            return result

        service.permission, service.reading = permission, reading  # type: ignore[attr-defined]
        return service  # type: ignore[return-value]

    return declare


def _entry(scope: Scope, permission: Permission, what: str, outcome: str) -> audit.Act:
    me, said = scope.actor, (scope.why, scope.digest)
    return audit.Act(scope.now, me.account_id, me.session_id, me.role, permission, what, outcome, scope.asked, *said)


def perform_noting(
    service: Service[A, R],
    actor: Actor,
    /,
    *args: A.args,
    **kwargs: A.kwargs,
) -> tuple[R, frozenset[UUID]]:
    """Run a service as perform() does, and say which patients it was about."""
    now: Any = kwargs.pop("now", None) or datetime.now(UTC)
    shown: Any = kwargs.pop("shown", frozenset())
    kept: Refusal | None = None
    try:
        with transaction(reading=service.reading) as db:
            scope = Scope(db, actor, now, shown)
            try:
                result = service(scope, *args, **kwargs)
            except Refusal as refusal:
                if not refusal.keeps_work:
                    raise
                kept = refusal
            audit.write(db)
    except (Forbidden, NotFound):
        _remember_refusal(scope, service)
        raise
    if kept:
        raise kept
    return result, frozenset(scope.subjects)


def perform_shared(
    service: Service[A, R], role: Role, /, *args: A.args, **kwargs: A.kwargs
) -> tuple[R, frozenset[UUID]]:
    """Read once for everybody of a role, as nobody in particular, and say which patients the answer shows.

    Nothing is remembered yet: whoever is shown the answer is remembered by remember_shown() before.
    """
    with transaction(reading=True) as db:
        scope = Scope(db, Actor(role), datetime.now(UTC), shared=True)
        result = service(scope, *args, **kwargs)
    return result, frozenset(scope.subjects)


def remember_shown(service: Service[..., Any], actor: Actor, patient_ids: frozenset[UUID]) -> None:
    """Remember that somebody is shown these patients by a reading that was shared."""
    with transaction() as db:
        act = _entry(Scope(db, actor, datetime.now(UTC)), service.permission, service.__name__, "done")
        audit.remember(db, act, set(patient_ids))
        audit.write(db)


def perform(service: Service[A, R], actor: Actor, /, *args: A.args, **kwargs: A.kwargs) -> R:
    """Run one service in one transaction and give its result. Raises Refusal; pass now= to act at another moment."""
    return perform_noting(service, actor, *args, **kwargs)[0]


def _remember_refusal(scope: Scope, service: Service[..., Any]) -> None:
    if scope.actor.role is Role.VISITOR:
        return  # nobody in particular: whoever guesses links must not be able to fill the audit
    with transaction() as db:
        audit.remember(db, _entry(scope, service.permission, service.__name__, "refused"), set())
        audit.write(db)
