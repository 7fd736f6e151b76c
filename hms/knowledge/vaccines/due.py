"""Which vaccination a child is due for: pure rules over a schedule.

A dose counts where it was given at its least age or later, and at least the least gap after the one before that counted;
one that came too early is given again (WHO, Summary of Position Papers, Table 2, minimum ages and intervals). A record that
says only that a dose was given, without a day, counts for nothing here: a due list that trusts it could leave a child open.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from hms.knowledge.vaccines.catalogue import Vaccines
from hms.knowledge.vaccines.schedule import Dose, Schedule, Series

DUE, OVERDUE, COMING = "due", "overdue", "coming"
ORDER = {OVERDUE: 0, DUE: 1, COMING: 2}


class Given(NamedTuple):
    """A vaccine that was given on a day."""

    on: date
    code: str  # CVX


class Next(NamedTuple):
    """The next dose of a series, and how it stands today."""

    series: str
    name: str
    dose: int  # from 1
    of: int
    state: str  # due, overdue, or coming
    due_on: date
    early_on: date  # not before this day
    not_counted: int  # doses that were given too early


def due(
    schedule: Schedule, born_on: date, sex: str, given: Iterable[Given], today: date, *, known: Vaccines
) -> list[Next]:
    """List the next dose of each series that a child still needs: overdue first, then what is due, then what is to come.

    Nothing for who is grown up by the schedule, or not born yet.
    """
    if not born_on <= today < schedule.children_until.after(born_on):
        return []
    had = [(one, vaccine.against) for one in sorted(given) if (vaccine := known.find(one.code))]
    found = []
    for series in schedule.series:
        mine = [one for one, against in had if series.key in against]
        if one := _next(series, born_on, sex, mine, today):
            found.append(one)
    return sorted(found, key=lambda one: (ORDER[one.state], one.due_on, one.name))


def _next(series: Series, born_on: date, sex: str, mine: list[Given], today: date) -> Next | None:
    if series.only and series.only != sex:
        return None
    doses = _doses(series, mine)
    counted = counting(series, doses, born_on, mine)
    if len(counted) >= len(doses) or _enough(series, born_on, counted):
        return None
    dose = doses[len(counted)]
    early_on = dose.least_age.after(born_on)
    due_on = dose.age.after(born_on)
    if counted:
        early_on = max(early_on, dose.least_gap.after(counted[-1]))
        due_on = max(due_on, dose.gap.after(counted[-1]))
    due_on = max(due_on, early_on)
    if series.until and max(due_on, today) >= series.until.after(born_on):
        return None
    late = today > due_on + timedelta(days=dose.late_days)
    state = OVERDUE if late else DUE if today >= due_on else COMING
    too_early = sum(one.on not in counted for one in mine) if len(mine) > len(counted) else 0
    return Next(series.key, series.name, len(counted) + 1, len(doses), state, due_on, early_on, too_early)


def _doses(series: Series, mine: list[Given]) -> tuple[Dose, ...]:
    more = series.more_dose if any(one.code in series.more_codes for one in mine) else None
    return (*series.doses, more) if more else series.doses


def counting(series: Series, doses: tuple[Dose, ...], born_on: date, mine: list[Given]) -> list[date]:
    """List the days of the doses that count, in their order."""
    counted: list[date] = []
    for one in mine:
        if len(counted) == len(doses):
            break
        dose = doses[len(counted)]
        far_enough = not counted or counted[-1] < one.on >= dose.least_gap.after(counted[-1])
        if far_enough and one.on >= dose.least_age.after(born_on):
            counted.append(one.on)
    return counted


def _enough(series: Series, born_on: date, counted: list[date]) -> bool:
    """Tell whether one dose at an age from which one is enough was given."""
    return series.single_from is not None and any(on >= series.single_from.after(born_on) for on in counted)
