"""Eight weeks of appointments, decided before anything is written: who, with whom, when, why, and how it went."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from hms.demo.cases import Case, Visit, cases_for, filled
from hms.demo.people import Person
from hms.demo.staff import DOCTORS, HEART, ZONE, week_of
from hms.demo.week import is_holiday, times_of

WEEKS = 4  # past, and as many to come
LIVES = timedelta(days=7 * WEEKS + 24)  # how long the clinic has been open
GAP = timedelta(days=5)  # nobody sees a doctor again sooner
TODAY, BUSY = 0.5, 0.95  # how full the days are
PAST, COMING = (0.15, 0.08, 0.06, 0.05), (0.24, 0.13, 0.08, 0.05)  # by week, from today on
CANCELLED, MOVED = 0.06, 0.05
WHY_CANCELLED = ("I am better.", "I cannot get away from work.", "My child is ill.", "The bus does not run that day.")
WHY_MOVED = ("A meeting at work.", "School trip that morning.", "No lift on that day.", "")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(slots=True)
class Planned:
    """One appointment to be; instants are UTC, None for what does not happen, or not before now."""

    doctor: int
    person: Person
    starts_at: datetime
    booked_at: datetime
    visit: Visit
    note: str = ""
    first_at: datetime | None = None  # the time it was moved from
    moved_at: datetime | None = None
    cancelled_at: datetime | None = None
    why: str = ""
    arrived_at: datetime | None = None
    called_at: datetime | None = None
    signed_at: datetime | None = None

    def moments(self) -> tuple[datetime | None, datetime | None, datetime | None]:
        """Say when the patient came, was called in, and had the visit signed."""
        return self.arrived_at, self.called_at, self.signed_at


class Planner:
    """Fills the doctors' days, day by day, so that whoever comes again comes for the same matter."""

    def __init__(self, chance: Random, people: list[Person], now: datetime) -> None:
        self.chance, self.people, self.now = chance, people, now
        self.today = now.astimezone(ZONE).date()
        self.opened_at = datetime.combine(now.date(), time(8), UTC) - LIVES
        self.weeks = [week_of(place, now) for place in range(len(DOCTORS))]
        self.planned: list[Planned] = []
        self._last: dict[int, datetime] = {}
        self._matters: dict[tuple[int, str], Case] = {}
        self._lasts: dict[tuple[int, str], datetime] = {}
        self._taken: set[tuple[int, datetime]] = set()

    def registered_at(self, person: Person) -> datetime:
        """Say when somebody became a patient: in the clinic's first days, or soon after birth."""
        born = datetime.combine(person.born_on, time(11), UTC) + timedelta(days=1)
        return max(self.opened_at + timedelta(hours=2, minutes=7 * person.place), born)

    def fill(self) -> list[Planned]:
        """Plan everything."""
        self._reserve_for_first()
        for offset in range(-7 * WEEKS, 7 * WEEKS + 1):
            day = self.today + timedelta(days=offset)
            for place in range(len(DOCTORS)):
                self._fill_day(place, day, self._share(place, offset))
        self.planned.sort(key=lambda planned: (planned.starts_at, planned.doctor))
        return self.planned

    def _times(self, place: int, day: date) -> list[datetime]:
        """List the starts of a doctor's visits on a day. The clinic is closed on holidays, but never today: come and see."""
        return [] if day != self.today and is_holiday(day) else times_of(place, self.weeks[place], day)

    def _share(self, place: int, offset: int) -> float:
        if offset == 0:
            return BUSY if place == 0 else TODAY
        return (PAST if offset < 0 else COMING)[(abs(offset) - 1) // 7]

    def _reserve_for_first(self) -> None:
        """Give the patient who can sign in two visits behind and two to come."""
        for offset, place in (
            (-19, 0),
            (-6, 0),
            (3, 0),
            (12, next(n for n, d in enumerate(DOCTORS) if d.department == HEART)),
        ):
            way = -1 if offset < 0 else 1
            days = (self.today + timedelta(days=offset + way * n) for n in range(7))
            starts = next(times[2] for day in days if len(times := self._times(place, day)) > 2)
            self._add(place, self.people[0], starts)

    def _fill_day(self, place: int, day: date, share: float) -> None:
        for starts in self._times(place, day):
            wanted = (place, starts) not in self._taken and self.chance.random() < share
            if wanted and (person := self._somebody(place, starts)):
                self._add(place, person, starts)

    def _somebody(self, place: int, starts: datetime) -> Person | None:
        for person in self.chance.sample(self.people[1:], 40):
            rested = starts - self._last.get(person.place, self.opened_at) >= GAP
            known = starts - self.registered_at(person) > timedelta(hours=5)
            if rested and known and cases_for(person, DOCTORS[place].department, starts.date()):
                return person
        return None

    def _add(self, place: int, person: Person, starts: datetime) -> None:
        earliest = self.registered_at(person) + 20 * MINUTE
        booked = max(earliest, starts - timedelta(hours=self.chance.uniform(20, 20 * 24)))
        if booked >= self.now:
            booked = max(earliest, self.now - timedelta(minutes=self.chance.uniform(5, 3 * 24 * 60)))
        visit = self._matter(person, DOCTORS[place].department, starts)
        planned = Planned(place, person, starts, booked, visit, filled(visit.note, self.chance))
        self._taken.add((place, starts))
        self._last[person.place] = max(starts, self._last.get(person.place, starts))
        self.planned.append(planned)
        if person.place:
            self._maybe_changed(planned)

    def _matter(self, person: Person, department: str, starts: datetime) -> Visit:
        known = self._matters.get((person.place, department))
        if known and known.again:
            return self._supplied(person, known.again, starts)
        fitting = cases_for(person, department, starts.date())
        lasting = [case for case in fitting if case.first.drugs and case.again and case.again.drugs]
        case = self.chance.choice((lasting if person.place == 0 else []) or fitting)  # the first one has medicines
        self._matters[person.place, department] = case
        return self._supplied(person, case.first, starts)

    def _supplied(self, person: Person, visit: Visit, starts: datetime) -> Visit:
        """Leave out what the patient still has at home."""
        short = tuple(d for d in visit.drugs if self._lasts.get((person.place, d.code), starts) <= starts + GAP)
        self._lasts |= {(person.place, drug.code): starts + drug.days * DAY for drug in short}
        return replace(visit, drugs=short)

    def _maybe_changed(self, planned: Planned) -> None:
        """Have a few give their time back, and a few move it."""
        drawn, until = self.chance.random(), min(planned.starts_at, self.now)
        moment = planned.booked_at + (until - planned.booked_at) * self.chance.uniform(0.2, 0.9)
        if drawn < CANCELLED:
            planned.cancelled_at, planned.why = moment, self.chance.choice(WHY_CANCELLED)
            self._never_was(planned)
        elif drawn < CANCELLED + MOVED:
            day = planned.starts_at.astimezone(ZONE).date()
            times = self._times(planned.doctor, day)
            open_times = [at for at in times if at > moment + DAY and (planned.doctor, at) not in self._taken]
            if open_times:
                planned.first_at, planned.moved_at = self.chance.choice(open_times), moment
                planned.why = self.chance.choice(WHY_MOVED)
                self._taken.add((planned.doctor, planned.first_at))

    def _never_was(self, planned: Planned) -> None:
        """Forget a visit that was given back: nothing follows from it."""
        self._matters.pop((planned.person.place, DOCTORS[planned.doctor].department), None)
        for drug in planned.visit.drugs:
            self._lasts.pop((planned.person.place, drug.code), None)
