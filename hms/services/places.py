"""Sites of the clinic and their rooms."""

from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible
from hms.models import Appointment, Location, Room
from hms.permissions import Permission
from hms.schemas.places import LocationCard, LocationForm, RoomCard, RoomForm
from hms.schemas.words import plain_day
from hms.services import edits
from hms.services.hours_in_use import doctors_in_room
from hms.services.local_time import local_day
from hms.texts import t


@requires(Permission.SEE_CLINIC, reading=True)
def listed(scope: Scope) -> list[LocationCard]:
    """List the open sites with their open rooms, both by name."""
    sites = scope.db.exec(select(Location).where(col(Location.closed_at).is_(None))).all()
    return [_site(scope, row) for row in sorted(sites, key=lambda row: row.name.casefold())]


@requires(Permission.RUN_CLINIC)
def add_location(scope: Scope, form: LocationForm) -> LocationCard:
    """Open a site. Raises Invalid for a name that is taken; a closed one of that name opens again."""
    row = edits.namesake(scope, Location, form.name)
    if row and row.closed_at is None:
        raise _taken_site()
    if row:
        row.closed_at, row.version = None, row.version + 1
    else:
        row = Location(name=form.name, opened_at=scope.now)
    row.name, row.address = form.name, form.address
    scope.db.add(row)
    scope.db.flush()
    edits.changed(scope, row.id)
    return _site(scope, row)


@requires(Permission.RUN_CLINIC)
def change_location(scope: Scope, location_id: UUID, form: LocationForm, version: int) -> LocationCard:
    """Give a site another name or address. Raises NotFound, Stale, or Invalid for a taken name."""
    row = _open_site(scope, location_id, version)
    if edits.namesake(scope, Location, form.name, but=row.id):
        raise _taken_site()
    row.name, row.address = form.name, form.address
    return _site(scope, row)


@requires(Permission.RUN_CLINIC)
def close_location(scope: Scope, location_id: UUID, version: int) -> None:
    """Close a site whose rooms are closed. Raises NotFound, Stale or NotPossible."""
    row = _open_site(scope, location_id, version)
    if rooms := _rooms(scope, row.id):
        names = ", ".join(room.name for room in rooms)
        raise NotPossible(t("There are open rooms"), t("Close them first: {rooms}.", rooms=names))
    row.closed_at = scope.now


@requires(Permission.RUN_CLINIC)
def add_room(scope: Scope, location_id: UUID, form: RoomForm) -> RoomCard:
    """Open a room of a site. Raises NotFound, or Invalid for a taken name; a closed one of that name opens again."""
    site = scope.db.get(Location, location_id, with_for_update={"read": True})
    if site is None or site.closed_at:
        raise NotFound
    row = edits.namesake(scope, Room, form.name, col(Room.location_id) == site.id)
    if row and row.closed_at is None:
        raise _taken_room()
    if row:
        row.closed_at, row.version = None, row.version + 1
    else:
        row = Room(location_id=site.id, name=form.name, opened_at=scope.now)
    row.name = form.name
    scope.db.add(row)
    scope.db.flush()
    edits.changed(scope, row.id)
    return _room(row)


@requires(Permission.RUN_CLINIC)
def rename_room(scope: Scope, room_id: UUID, form: RoomForm, version: int) -> RoomCard:
    """Rename a room. Raises NotFound, Stale, or Invalid for a name that another room of the site has."""
    row = _open_room(scope, room_id, version)
    if edits.namesake(scope, Room, form.name, col(Room.location_id) == row.location_id, but=row.id):
        raise _taken_room()
    row.name = form.name
    return _room(row)


@requires(Permission.RUN_CLINIC)
def close_room(scope: Scope, room_id: UUID, version: int) -> None:
    """Close a room. Raises NotFound, Stale, or NotPossible while hours or booked visits are held in it."""
    row = _open_room(scope, room_id, version)
    if names := doctors_in_room(scope, row.id):
        raise NotPossible(
            t("Hours are still held in {room}", room=row.name),
            t("Give {doctors} another room first.", doctors=", ".join(names)),
        )
    if last := _last_visit(scope, row.id):
        raise NotPossible(
            t("Visits are still booked in {room}", room=row.name),
            t("The last one is on {day}. Move them first.", day=last),
        )
    row.closed_at = scope.now


def _last_visit(scope: Scope, room_id: UUID) -> str:
    """Name the day of the last visit that is still to come in a room; "" where there is none."""
    to_come = select(func.max(Appointment.starts_at)).where(
        Appointment.room_id == room_id,
        Appointment.ends_at > scope.now,
        col(Appointment.cancelled_at).is_(None),
        col(Appointment.noshow_at).is_(None),
        col(Appointment.fulfilled_at).is_(None),
    )
    last = scope.db.exec(to_come).one()
    return plain_day(local_day(scope, last)) if last else ""


def _open_site(scope: Scope, location_id: UUID, version: int) -> Location:
    row = edits.seen(scope, Location, location_id, version)
    if row.closed_at:
        raise NotFound
    return row


def _open_room(scope: Scope, room_id: UUID, version: int) -> Room:
    row = edits.seen(scope, Room, room_id, version)
    if row.closed_at:
        raise NotFound
    return row


def _taken_site() -> Invalid:
    return Invalid(name=t("There is a site of this name already."))


def _taken_room() -> Invalid:
    return Invalid(name=t("This site has a room of this name already."))


def _rooms(scope: Scope, location_id: UUID) -> list[Room]:
    asked = select(Room).where(Room.location_id == location_id, col(Room.closed_at).is_(None))
    return sorted(scope.db.exec(asked), key=lambda room: room.name.casefold())


def _site(scope: Scope, row: Location) -> LocationCard:
    rooms = [_room(room) for room in _rooms(scope, row.id)]
    return LocationCard(id=row.id, name=row.name, address=row.address, version=row.version, rooms=rooms)


def _room(row: Room) -> RoomCard:
    return RoomCard(id=row.id, location_id=row.location_id, name=row.name, version=row.version)
