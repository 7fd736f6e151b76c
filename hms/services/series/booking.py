"""Booking a series: what each date meets is shown first; then all dates that were settled on are booked, or none."""

from datetime import datetime

from sqlmodel import select

from hms.access import Scope, requires
from hms.errors import Invalid, NotPossible, SlotTaken
from hms.models import AppointmentSeries, Patient
from hms.permissions import Permission, Role
from hms.schemas.series import SeriesBooking, SeriesCard, SeriesPreview, SeriesWish
from hms.schemas.words import clock, long_day
from hms.services import scheduling, taking
from hms.services.cards import call_us
from hms.services.local_time import local_day
from hms.services.plans import Plan, plan
from hms.services.series import dates, fitting
from hms.services.series.fitting import Wish
from hms.services.series.seeing import card
from hms.texts import t


@requires(Permission.BOOK_APPOINTMENT)
def preview(scope: Scope, wish: SeriesWish) -> SeriesPreview:
    """Show what each date of a series meets, and what is free near those that cannot be had.

    Raises Invalid, NotPossible or NotFound.
    """
    patient = _for_whom(scope, wish)
    wanted = plan(scope, wish.practitioner_id, wish.visit_type_id)
    return fitting.preview(scope, patient.id, [(wanted, one) for one in _wishes(wish)])


def _wishes(wish: SeriesWish) -> list[Wish]:
    """Lay the dates out: the wall-clock time stays, whatever the clocks do in between."""
    days = dates.days(wish.first.date(), wish.unit, wish.every, wish.count)
    return [Wish(n, datetime.combine(day, wish.first.time())) for n, day in enumerate(days, 1)]


def _for_whom(scope: Scope, wish: SeriesWish, lock: bool = False) -> Patient:
    if scope.actor.role == Role.PATIENT:
        raise NotPossible(t("A series is booked by the clinic"), call_us(scope))
    if wish.patient_id is None:
        raise Invalid(patient_id=t("Choose the patient."))
    return scheduling.bookable(scope.patient(wish.patient_id, lock))


@requires(Permission.BOOK_APPOINTMENT)
def book(scope: Scope, form: SeriesBooking) -> SeriesCard:
    """Book all dates that were settled on, or none. The same key gives the first result.

    Raises NotPossible with the date that could not be had, Invalid or NotFound.
    """
    patient = _for_whom(scope, form, lock=True)
    if first := _of_request(scope, form.key):
        return card(scope, first)
    wanted = plan(scope, form.practitioner_id, form.visit_type_id, lock=True)
    series = AppointmentSeries(
        patient_id=patient.id,
        practitioner_id=wanted.doctor.id,
        every=form.every,
        unit=form.unit,
        count=len(form.starts),
        request_key=form.key,
        made_at=scope.now,
        made_by=scope.actor.account_id,
    )
    scope.db.add(series)
    scope.db.flush()
    _book_each(scope, series, patient, wanted, form)
    return card(scope, series)


def _book_each(scope: Scope, series: AppointmentSeries, patient: Patient, wanted: Plan, form: SeriesBooking) -> None:
    for place, at in enumerate(sorted(form.starts), 1):
        appointment = scheduling.new(scope, patient, wanted, f"{series.id}:{place}", form.reason)
        appointment.series_id, appointment.series_place = series.id, place
        try:
            taking.take(scope, appointment, wanted, taking.place(scope, wanted, at))
        except (SlotTaken, NotPossible) as refusal:
            raise in_the_way(scope, at, refusal) from refusal
        scheduling.booked(scope, appointment)


def in_the_way(scope: Scope, at: datetime, refusal: SlotTaken | NotPossible) -> NotPossible:
    """Say which date of a series stood in the way of all, and why."""
    when = t("{day}, {time}", day=long_day(local_day(scope, at)), time=clock(at, scope.zone))
    body = t("{why}. Nothing was changed. Look at the dates again.", why=refusal.title)
    return NotPossible(t("Not possible: {when}", when=when), body)


def _of_request(scope: Scope, key: str) -> AppointmentSeries | None:
    """Find what a request led to already, within the actor's reach. Raises NotFound for another's key."""
    found = scope.db.exec(select(AppointmentSeries.id).where(AppointmentSeries.request_key == key)).first()
    return scope.one(AppointmentSeries, found) if found else None
