"""Whose time it is: a doctor's own, anybody's for the administrator; and what may be chosen for it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import col, or_, select

from hms.access import Scope
from hms.errors import Invalid, NotFound
from hms.models import Location, Practitioner, Room, VisitType
from hms.permissions import Reach
from hms.schemas.doctor_time import ChoiceCard
from hms.texts import t


def doctor_of(scope: Scope, practitioner_id: UUID, lock: bool = False) -> Practitioner:
    """Fetch the doctor whose time this person may set; lock them to set it. Raises NotFound, also for one who has left."""
    scope.asked = practitioner_id
    if scope.reach is Reach.OWN and practitioner_id != scope.actor.practitioner_id:
        raise NotFound
    # Not FOR UPDATE: whoever writes a row that names this doctor must not wait.
    how = {"key_share": True, "of": Practitioner} if lock else None
    doctor = scope.db.get(Practitioner, practitioner_id, with_for_update=how)
    if doctor is None or doctor.left_at:
        raise NotFound
    return doctor


def tell(scope: Scope, practitioner_id: UUID | None) -> None:
    """Announce that a doctor's time, or the whole clinic's, is another one now."""
    scope.tell("directory", *([practitioner_id] if practitioner_id else []))
    if practitioner_id:
        scope.tell(f"practitioner:{practitioner_id}")


def rooms(scope: Scope) -> list[ChoiceCard]:
    """List the open rooms with their sites."""
    asked = select(Room).join(Location).where(col(Room.closed_at).is_(None), col(Location.closed_at).is_(None))
    return [
        ChoiceCard(id=str(room.id), name=room_name(room))
        for room in sorted(scope.db.exec(asked), key=lambda room: (room.location.name, room.name))
    ]


def room_name(room: Room) -> str:
    """Name a room with its site."""
    return f"{room.location.name}, {room.name}"


def types(scope: Scope, doctor: Practitioner) -> list[VisitType]:
    """List the types of visits that a doctor offers, by name."""
    asked = select(VisitType).where(
        col(VisitType.closed_at).is_(None),
        or_(col(VisitType.department_id).is_(None), col(VisitType.department_id) == doctor.department_id),
    )
    return list(scope.db.exec(asked.order_by(VisitType.name)))


def type_choices(scope: Scope, doctor: Practitioner) -> list[ChoiceCard]:
    """List the types of visits that a doctor offers, to choose from."""
    return [ChoiceCard(id=str(kind.id), name=kind.name) for kind in types(scope, doctor)]


def check_room(scope: Scope, room_id: UUID | None, field: str = "room_id") -> None:
    """Make sure that a room is open. Raises Invalid."""
    if room_id is None:
        return
    room = scope.db.get(Room, room_id)
    if room is None or room.closed_at or room.location.closed_at:
        raise Invalid(**{field: t("This room is not open. Choose another one.")})


def check_types(scope: Scope, doctor: Practitioner, ids: Iterable[UUID], field: str = "only_types") -> None:
    """Make sure that a doctor offers these types of visits. Raises Invalid."""
    if set(ids) - {kind.id for kind in types(scope, doctor)}:
        raise Invalid(**{field: t("This doctor does not offer this kind of visit. Choose another one.")})


def type_names(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Name types of visits, also those that are offered no longer."""
    found = scope.db.exec(select(VisitType).where(col(VisitType.id).in_(ids))) if ids else ()
    return {kind.id: kind.name for kind in found}
