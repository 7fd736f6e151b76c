"""The one gate to the data: who asks, in which transaction, and what is remembered of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, union
from sqlmodel import Session, select

from hms import audit, changes
from hms.db import transaction
from hms.errors import Forbidden, NotFound, Refusal
from hms.models import THE_CLINIC, Appointment, Clinic, Encounter, Patient
from hms.permissions import Permission, Reach, Role, reach

A = ParamSpec("A")
R = TypeVar("R", covariant=True)  # noqa: PLC0105 - a result is a result
M = TypeVar("M", Appointment, Encounter, Patient)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. Made from a login session, or one of the two below."""

    role: Role
    account_id: UUID | None = None
    session_id: UUID | None = None
    patient_id: UUID | None = None
    practitioner_id: UUID | None = None
    name: str = ""


VISITOR, SYSTEM = Actor(Role.VISITOR), Actor(Role.SYSTEM)


class Scope:
    """One act: an actor, a moment, a transaction, and the records it touches. Reach is decided here and nowhere else."""

    def __init__(self, db: Session, actor: Actor, now: datetime, shown: frozenset[UUID] = frozenset()) -> None:
        self.db, self.actor, self.now, self.shown = db, actor, now, shown
        self.reach: Reach | None = None
        self.subjects: set[UUID] = set()
        self.asked: UUID | None = None
        self.why = ""
        self.noted = False
        self._clinic: Clinic | None = None
        self._zone: ZoneInfo | None = None

    @property
    def clinic(self) -> Clinic:
        """The clinic; one that is not set up yet counts in UTC."""
        # No cached_property: in Python 3.11 its lock is the class's, and here a thread may wait for the one writer.
        self._clinic = self._clinic or self.db.get(Clinic, THE_CLINIC) or Clinic(key_check=b"")
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

    def _fetch(self, model: type[M], row_id: UUID, lock: bool) -> M:
        self.asked = row_id
        statement = _finding(model, self.reach, self.actor.role, lock)
        row: M | None = self.db.scalars(statement, {"row_id": row_id, "mine": self._mine}).one_or_none()
        if row is None:
            raise NotFound
        self.touch(row.id if isinstance(row, Patient) else row.patient_id)
        return row

    def within(self, statement: Select[Any], model: type[M]) -> Select[Any]:
        """Narrow a query to the actor's reach; to nothing where there is none."""
        return _narrowed(statement, model, self.reach, self.actor.role, self._mine)

    @property
    def _mine(self) -> UUID | None:
        return self.actor.patient_id if self.actor.role is Role.PATIENT else self.actor.practitioner_id


def _narrowed(statement: Select[Any], model: type[M], within: Reach | None, role: Role, mine: Any) -> Select[Any]:
    table: Any = model
    patient_id: Any = Patient.id if model is Patient else table.patient_id
    if within is Reach.ANY:
        return statement
    if within is Reach.OWN and role is Role.PATIENT:
        return statement.where(patient_id == mine)
    if within is Reach.OWN and role is Role.DOCTOR and model is not Patient:
        return statement.where(table.practitioner_id == mine)
    if within in {Reach.OWN, Reach.IN_CARE} and role is Role.DOCTOR:
        return statement.where(patient_id.in_(_in_care(mine)))
    raise Forbidden


def _in_care(practitioner_id: Any) -> Any:
    booked: Any = select(Appointment.patient_id).where(
        Appointment.practitioner_id == practitioner_id,
        Appointment.cancelled_at.is_(None),  # type: ignore[union-attr]
    )
    return union(booked, select(Encounter.patient_id).where(Encounter.practitioner_id == practitioner_id))


@cache
def _finding(model: type[M], within: Reach | None, role: Role, lock: bool) -> Select[Any]:
    """Build the query for one row within a reach: once for each kind, since nearly every act asks one."""
    one = select(model).where(model.id == bindparam("row_id"))
    statement = _narrowed(one, model, within, role, bindparam("mine"))
    return statement.with_for_update() if lock else statement


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
                if fresh or scope.noted:
                    audit.remember(scope.db, _entry(scope, permission, verb.__name__, "done"), fresh)
            finally:
                scope.reach, subjects, scope.noted = outer
                scope.subjects |= subjects
            return result

        service.permission, service.reading = permission, reading  # type: ignore[attr-defined]
        return service  # type: ignore[return-value]

    return declare


def _entry(scope: Scope, permission: Permission, what: str, outcome: str) -> audit.Act:
    me = scope.actor
    return audit.Act(
        scope.now, me.account_id, me.session_id, me.role, permission, what, outcome, scope.asked, scope.why
    )


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


def perform(service: Service[A, R], actor: Actor, /, *args: A.args, **kwargs: A.kwargs) -> R:
    """Run one service in one transaction and give its result. Raises Refusal; pass now= to act at another moment."""
    return perform_noting(service, actor, *args, **kwargs)[0]


def _remember_refusal(scope: Scope, service: Service[..., Any]) -> None:
    if scope.actor.role is Role.VISITOR:
        return  # nobody in particular: whoever guesses links must not be able to fill the audit
    with transaction() as db:
        audit.remember(db, _entry(scope, service.permission, service.__name__, "refused"), set())
        audit.write(db)
