"""Making the demo clinic: planned first, then lived through the services, in the order in which it happened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from hms import audit
from hms.access import SYSTEM, perform
from hms.config import settings
from hms.db import transaction
from hms.demo import course, entering, furnishing, papers, post, results, talking, telling, twice
from hms.demo.acting import Acting
from hms.demo.people import Person, everybody
from hms.demo.plan import Planned, Planner
from hms.demo.staff import ADMINISTRATOR, DOCTOR, DOCTORS, PATIENT, RECEPTION
from hms.errors import NotPossible
from hms.models import THE_CLINIC, Clinic
from hms.permissions import Role
from hms.services.outbox import reminders
from hms.texts import t

Act = tuple[datetime, int, Callable[[], None]]
SIGN_INS = (
    (Role.ADMINISTRATOR, ADMINISTRATOR),
    (Role.RECEPTIONIST, RECEPTION),
    (Role.DOCTOR, DOCTOR),
    (Role.PATIENT, PATIENT),
)
STEPS = 20  # how often progress is told


@dataclass(frozen=True, slots=True)
class DemoClinic:
    """What was made: who may sign in, and how much there is to see."""

    sign_ins: tuple[tuple[Role, str], ...]
    patients: int
    doctors: int
    appointments: int


def build(
    password: str,
    seed: int = 2026,
    progress: Callable[[str], None] = lambda detail: None,
    today: datetime | None = None,
) -> DemoClinic:
    """Make the demo clinic in a prepared, empty database: the same for the same seed and moment, all of it or nothing.

    Raises NotPossible outside a demo, or where a clinic has been set up; Invalid for a weak password.
    """
    now = today or datetime.now(UTC)
    chance = Random(seed)  # noqa: S311 - made-up people, no secrets
    with transaction() as db:
        clinic = db.get(Clinic, THE_CLINIC)
        _check_demo(clinic)
        _check_new(clinic)
        planner = Planner(chance, people := everybody(chance, now.date(), PATIENT), now)
        planned = planner.fill()
        course.run(planned, chance, now)
        acting = Acting(db, password, lambda: str(UUID(int=chance.getrandbits(128), version=4)))
        progress(t("staff"))
        acting.open_clinic(planner.opened_at)
        for place, week in enumerate(planner.weeks):
            acting.hire(place, week, planner.opened_at + timedelta(minutes=5 + place))
        furnishing.furnish(acting, planner.opened_at + timedelta(minutes=30), now)
        _live(_acts(acting, planner, people, planned), progress)
        furnishing.go_on(acting, now)
        telling.tell(acting, planned, now)
        twice.come_again(acting, people, now)
        talking.talk(acting, now)
        papers.bring(acting, now)
        results.bring(acting, planned, now)
        for hours in reversed(range(24)):
            acting.do(SYSTEM, now - timedelta(hours=hours), reminders.remind)
        acting.do(SYSTEM, now, post.deliver)
        audit.write(db)
    return DemoClinic(SIGN_INS, len(people), len(DOCTORS), len(planned))


def set_passwords(password: str) -> None:
    """Give every account of a finished demo this password; whoever is signed in is signed out.

    Raises NotPossible outside a demo.
    """
    with transaction(reading=True) as db:
        _check_demo(db.get(Clinic, THE_CLINIC))
    perform(entering.set_all_passwords, SYSTEM, password)


def _check_demo(clinic: Clinic | None) -> None:
    if not settings().demo or clinic is None or not clinic.demo:
        raise NotPossible(t("This is no demo"), t("Made-up people go into a demo clinic only: hms demo."))


def _check_new(clinic: Clinic | None) -> None:
    if clinic and clinic.set_up_at:
        raise NotPossible(t("This clinic is set up already"), t("A demo is made in a new, empty folder."))


def _acts(acting: Acting, planner: Planner, people: list[Person], planned: list[Planned]) -> list[Act]:
    acts: list[tuple[datetime | None, Callable[[], None]]] = []

    def then(at: datetime | None, act: Callable[..., None], what: Person | Planned) -> None:
        acts.append((at, lambda: act(what, at)))

    for person in people:
        then(planner.registered_at(person), acting.enter if person.place else acting.register, person)
    for p in planned:
        then(p.booked_at, acting.book, p)
        then(p.moved_at, acting.move, p)
        then(p.cancelled_at, acting.cancel, p)
        then(p.arrived_at, acting.arrive, p)
        then(p.called_at, acting.call_in, p)
        then(p.signed_at, acting.sign, p)
    return sorted((at, number, act) for number, (at, act) in enumerate(acts) if at is not None)


def _live(acts: list[Act], progress: Callable[[str], None]) -> None:
    for number, (_, _, act) in enumerate(acts):
        if number % max(1, len(acts) // STEPS) == 0:
            progress(t("{share} %", share=100 * number // len(acts)))
        act()
