"""Who waits for a time of a doctor, in their order, and what stands in the way of each of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from hms.access import Scope
from hms.models import (
    Appointment,
    AppointmentMove,
    Patient,
    Practitioner,
    VisitType,
    WaitlistEntry,
    WaitlistOffer,
)
from hms.services.taken import LONGEST
from hms.services.waitlist.order import Span, Wish, meets_any

Entry, Offer = WaitlistEntry, WaitlistOffer
WAITING: tuple[ColumnElement[bool], ...] = (col(Entry.taken_at).is_(None), col(Entry.withdrawn_at).is_(None))
OPEN: tuple[ColumnElement[bool], ...] = tuple(
    fact.is_(None)
    for fact in (col(Offer.accepted_at), col(Offer.declined_at), col(Offer.expired_at), col(Offer.taken_back_at))
)


def wishes_for(scope: Scope, practitioner_id: UUID) -> list[Wish]:
    """List the wishes for a doctor or the doctor's department, the longest waiting first: one query."""
    of_doctor = select(Practitioner.department_id).where(Practitioner.id == practitioner_id).scalar_subquery()
    asked = (
        select(Entry, Appointment, VisitType)
        .join(Patient, col(Patient.id) == Entry.patient_id)
        .outerjoin(Appointment, col(Appointment.id) == Entry.appointment_id)
        .outerjoin(VisitType, col(VisitType.id) == Entry.visit_type_id)
        .where(
            *WAITING,
            or_(col(Entry.practitioner_id) == practitioner_id, col(Entry.department_id) == of_doctor),
            col(Patient.deceased).is_(False),
        )
        .order_by(col(Entry.made_at), col(Entry.id))
    )
    # Read anew: what this transaction read before the doctor was locked may have changed since.
    return [Wish(*row) for row in scope.db.exec(asked.execution_options(populate_existing=True))]


class InTheWay:
    """What keeps those who wait from being asked for a time of a doctor within a span; read once."""

    def __init__(
        self, scope: Scope, wishes: Sequence[Wish], practitioner_id: UUID, first: datetime, last: datetime
    ) -> None:
        self._whose = {wish.entry.patient_id for wish in wishes}
        self._doctor, self._first, self._last = practitioner_id, first - LONGEST, last + LONGEST
        self._busy: dict[UUID, list[Span]] = defaultdict(list)
        self._given_up: dict[UUID, list[Span]] = defaultdict(list)
        self._asked: dict[UUID, list[Span]] = defaultdict(list)
        self._unanswered: set[UUID] = set()
        self._read_appointments(scope)
        self._read_moves(scope)
        self._read_offers(scope)

    def bars(self, wish: Wish, starts_at: datetime, ends_at: datetime) -> bool:
        """Tell whether somebody may not be asked for this time."""
        patient_id, tied = wish.entry.patient_id, wish.tied.id if wish.tied else None
        busy = [span for span in self._busy[patient_id] if span.of is None or span.of != tied]
        gave_up = [span for span in self._given_up[patient_id] if span.at and span.at >= wish.entry.made_at]
        return any(meets_any(spans, starts_at, ends_at) for spans in (busy, gave_up, self._asked[patient_id]))

    def has_unanswered(self, wish: Wish) -> bool:
        """Tell whether an offer for this wish has not been answered yet."""
        return wish.entry.id in self._unanswered

    def _read_appointments(self, scope: Scope) -> None:
        asked = select(Appointment).where(
            col(Appointment.patient_id).in_(self._whose),
            Appointment.starts_at < self._last,
            Appointment.starts_at > self._first - LONGEST,
        )
        for one in scope.db.exec(asked):
            if not one.cancelled_at and not one.noshow_at:
                self._busy[one.patient_id].append(Span(one.starts_at, one.ends_at, one.id))
            elif one.cancelled_at and one.practitioner_id == self._doctor:
                self._given_up[one.patient_id].append(Span(one.starts_at, one.ends_at, at=one.cancelled_at))

    def _read_moves(self, scope: Scope) -> None:
        left = col(AppointmentMove.from_starts_at)
        asked = (
            select(Appointment, AppointmentMove)
            .join(AppointmentMove, col(AppointmentMove.appointment_id) == Appointment.id)
            .where(
                col(Appointment.patient_id).in_(self._whose),
                AppointmentMove.from_practitioner_id == self._doctor,
                left < self._last,
                left > self._first - LONGEST,
            )
        )
        for one, move in scope.db.exec(asked):
            if begins := move.from_starts_at:
                gone = Span(begins, begins + (one.ends_at - one.starts_at), at=move.moved_at)
                self._given_up[one.patient_id].append(gone)

    def _read_offers(self, scope: Scope) -> None:
        begins = col(Offer.starts_at)
        near = and_(col(Offer.practitioner_id) == self._doctor, begins < self._last, begins > self._first - LONGEST)
        asked = select(Offer).where(col(Offer.patient_id).in_(self._whose), or_(and_(*OPEN), near))
        for one in scope.db.exec(asked):
            span = Span(one.starts_at, one.ends_at)
            if one.state == "open":
                self._unanswered.add(one.entry_id)
                self._busy[one.patient_id].append(span)
            if one.practitioner_id == self._doctor:
                self._asked[one.patient_id].append(span)
