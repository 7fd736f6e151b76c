"""Whose hours go by a room or a kind of visit, now or later: what is in use is not closed."""

from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from hms.access import Scope
from hms.models import Practitioner, SpecialTime, WeeklyHours
from hms.services.local_time import today

Which = ColumnElement[bool]


def doctors_in_room(scope: Scope, room_id: UUID) -> list[str]:
    """Name the doctors who have hours in a room."""
    return _doctors(scope, col(WeeklyHours.room_id) == room_id, col(SpecialTime.room_id) == room_id)


def doctors_of_type(scope: Scope, visit_type_id: UUID) -> list[str]:
    """Name the doctors who have hours that are only for certain types, this one among them."""
    words = str(visit_type_id)
    return _doctors(scope, col(WeeklyHours.only_types).contains(words), col(SpecialTime.only_types).contains(words))


def _doctors(scope: Scope, in_week: Which, in_special: Which) -> list[str]:
    valid = or_(col(WeeklyHours.valid_to_on).is_(None), col(WeeklyHours.valid_to_on) >= today(scope))
    week = select(WeeklyHours.practitioner_id).where(in_week, valid)
    to_come = (col(SpecialTime.ends_at) > scope.now, col(SpecialTime.withdrawn_at).is_(None))
    special = select(SpecialTime.practitioner_id).where(in_special, *to_come)
    theirs = or_(col(Practitioner.id).in_(week), col(Practitioner.id).in_(special))
    found = scope.db.exec(select(Practitioner).where(theirs, col(Practitioner.left_at).is_(None)))
    return sorted((doctor.name for doctor in found), key=str.casefold)
