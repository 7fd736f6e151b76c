"""What the form for sites and rooms is about, and what it began with."""

from collections.abc import Mapping
from uuid import UUID

from hms.errors import NotFound
from hms.schemas.base import Card, Form
from hms.schemas.places import LocationCard
from hms.texts import t

NEW, SITE, NEW_ROOM, ROOM = "new", "site", "new room", "room"
LABELS = {"name": t("Name"), "address": t("Address")}


class Asked(Card):
    """A site or a room, new or as it stands."""

    kind: str
    id: str = ""
    site_id: str = ""
    site: str = ""
    name: str = ""
    address: str = ""
    version: int = 0


NEW_SITE = Asked(kind=NEW)


def new_room(sites: list[LocationCard], location_id: UUID) -> Asked:
    """Ask for a room of a site. Raises NotFound for one that is not open."""
    site = next((one for one in sites if one.id == location_id), None)
    if site is None:
        raise NotFound
    return Asked(kind=NEW_ROOM, site_id=str(site.id), site=site.name)


def of(sites: list[LocationCard], place_id: UUID) -> Asked:
    """Ask about a site or a room as it stands. Raises NotFound for one that is not open."""
    for site in sites:
        if site.id == place_id:
            return Asked(kind=SITE, id=str(site.id), name=site.name, address=site.address, version=site.version)
        for room in site.rooms:
            if room.id == place_id:
                of_site = {"site_id": str(site.id), "site": site.name}
                return Asked(kind=ROOM, id=str(room.id), name=room.name, version=room.version, **of_site)
    raise NotFound


def found(sites: list[LocationCard], asked: Asked) -> Asked | None:
    """Look again at what the form is about; None where it is not open any more."""
    try:
        if asked.kind == NEW_ROOM:
            return new_room(sites, UUID(asked.site_id))
        return asked if asked.kind == NEW else of(sites, UUID(asked.id))
    except NotFound:
        return None


def typed(answers: Mapping[str, str], form: type[Form]) -> dict[str, str]:
    """Pick a form's answers."""
    return {name: answers.get(name, "") for name in form.model_fields}
