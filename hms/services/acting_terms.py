"""When acting for somebody else holds: until it is ended, or until its last day is over."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from hms.models import ActingFor, Patient

OF_AGE = 18  # years; a parent's or guardian's acting ends with the birthday
FOR_MINORS = {"parent", "guardian"}


def in_force(today: date) -> ColumnElement[bool]:
    """Say which rows hold on a day of the clinic."""
    ends: Any = col(ActingFor.ends_on)
    return and_(col(ActingFor.ended_at).is_(None), or_(ends.is_(None), ends > today))


def of_age_on(patient: Patient) -> date | None:
    """Give the day on which a patient comes of age; None where the birth date is not known whole."""
    born = patient.born_on
    if born is None:
        return None
    leap = (born.month, born.day) == (2, 29)
    return date(born.year + OF_AGE, 3, 1) if leap else born.replace(year=born.year + OF_AGE)
