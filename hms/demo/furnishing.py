"""What the demo clinic has besides people: rules, kinds of visits, a site, a service point; and what is going on there."""

from datetime import datetime, timedelta
from uuid import UUID

from hms.demo.acting import Acting
from hms.demo.staff import CHILDREN, DOCTORS, EYES, GENERAL, HEART, ZONE
from hms.demo.week import is_holiday
from hms.permissions import Role
from hms.schemas.doctor_time import SpecialForm
from hms.schemas.places import LocationForm, RoomForm
from hms.schemas.queue import IssueForm, PointForm
from hms.schemas.rules import RulesForm
from hms.schemas.scheduling import BookingRequest
from hms.schemas.visit_types import VisitTypeForm
from hms.schemas.waitlist import WaitForm
from hms.services import availability, places, rules, scheduling, visit_types
from hms.services.doctor_time import special
from hms.services.queue import issuing, points
from hms.services.waitlist import joining

FASTING = "Please do not eat for eight hours before it. Water is fine."
VIDEO = "Sit somewhere quiet, with your medicines beside you. The link opens in your browser."
WAITING = ((GENERAL, 40), (GENERAL, 41), (HEART, 42), (EYES, 43), (CHILDREN, 44))  # department, a patient's place
ON_LEAVE, LEAVE_IN, LEAVE_LASTS = 7, 10, 4  # a doctor's place; days


def furnish(acting: Acting, at: datetime, now: datetime) -> None:
    """Set the rules of scheduling, the kinds of visits, the site with its rooms, and the place where blood is taken."""
    admin = acting.administrator
    usual = acting.do(admin, at, rules.read).model_dump(include=set(RulesForm.model_fields))
    ours = {"phone": "+353 1 555 0142", "cutoff_min": 120, "overbooking_roles": (Role.RECEPTIONIST,)}
    acting.do(
        admin,
        at,
        rules.save,
        RulesForm(**{**usual, **ours, "observes_holidays": not is_holiday(now.astimezone(ZONE).date())}),
    )
    by_name = acting.departments
    for form in (
        VisitTypeForm(name="Check-up", length_min=40, buffer_after_min=5, colour="ok", price="€65", preparation=FASTING),
        VisitTypeForm(
            name="Follow-up by video", length_min=15, colour="info", by_video=True, price="€35",
            link="https://video.alder.example/room", preparation=VIDEO,
        ),
        VisitTypeForm(
            name="Heart ultrasound", length_min=30, buffer_before_min=5, colour="danger", department_id=by_name[HEART],
            needs_approval=True, price="€120",
        ),
        VisitTypeForm(name="Minor surgery", length_min=60, colour="warn", patients_may_book=False),
    ):  # fmt: skip
        acting.do(admin, at, visit_types.add, form)
    acting.types = {one.name: one.id for one in acting.do(admin, at, visit_types.listed)}
    site = acting.do(admin, at, places.add_location, LocationForm(name="Main house", address="1 Alder Row, Valley"))
    for number in range(1, 5):
        acting.do(admin, at, places.add_room, site.id, RoomForm(name=f"Treatment room {number}"))
    acting.point = acting.do(admin, at, points.add, PointForm(name="Blood samples", room="Desk 3")).id


def go_on(acting: Acting, now: datetime) -> None:
    """Let people wait for a time, ask for one that needs a yes, take a number; and let a doctor plan leave."""
    for department, place in WAITING:
        form = WaitForm(
            department_id=acting.departments[department], weekdays=list(range(5)), key=acting.new_key(),
            patient_id=acting.patients[place], note="Sooner if possible, please.",
        )  # fmt: skip
        acting.do(acting.reception, now - timedelta(hours=place), joining.join, form)
    _ask(acting, now)
    acting.do(
        acting.reception, now - timedelta(minutes=6), issuing.issue,
        IssueForm(queue_id=acting.point, patient_id=acting.patients[45], key=acting.new_key()),
    )  # fmt: skip
    first = (now.astimezone(ZONE) + timedelta(days=LEAVE_IN)).date()
    doctor = acting.doctors[ON_LEAVE]
    leave = SpecialForm(
        practitioner_id=doctor.practitioner_id, kind="leave", from_on=first, key=acting.new_key(),
        to_on=first + timedelta(days=LEAVE_LASTS), note="A conference, then a few days at home",
    )  # fmt: skip
    acting.do(doctor, now, special.save_special, leave)


def _ask(acting: Acting, now: datetime) -> None:
    """Book what the clinic has not confirmed yet, and a check-up that says what to do before it."""
    hearts = next(n for n, doctor in enumerate(DOCTORS) if doctor.department == HEART)
    for doctor, kind, ahead in ((hearts, "Heart ultrasound", 5), (0, "Check-up", 8)):
        practitioner_id: UUID = acting.doctors[doctor].practitioner_id  # type: ignore[assignment]
        for day in (now.astimezone(ZONE).date() + timedelta(days=ahead + n) for n in range(7)):
            asked = (practitioner_id, day, acting.types[kind])
            if times := acting.do(acting.patient, now, availability.free_times, *asked):
                wish = BookingRequest(
                    practitioner_id=practitioner_id, starts_at=times[-1].starts_at, visit_type_id=acting.types[kind],
                    reason="As we spoke about at my last visit", key=acting.new_key(),
                )  # fmt: skip
                acting.do(acting.patient, now, scheduling.book, wish)
                break
