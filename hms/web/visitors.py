"""Who stands behind a plain HTTP request: whom the gate has recognised, and the address that the server itself saw."""

from starlette.requests import Request

from hms.access import Actor
from hms.config import settings
from hms.errors import SignedOut
from hms.schemas.session import SessionCard
from hms.web import human


def signed_in(request: Request) -> SessionCard | None:
    """Return the session that the gate found; None for a visitor, and where no gate stands before us."""
    card = request.scope.get("hms_session")
    return card if isinstance(card, SessionCard) else None


def acting(request: Request, human_act: bool = True) -> Actor:
    """Return who is signed in, and note that a person acted, unless a page asks by itself. Raises SignedOut."""
    card = signed_in(request)
    if card is None:
        raise SignedOut
    if human_act:
        human.acted(card.id)
    return Actor(card.role, card.account_id, card.id, card.patient_id, card.practitioner_id, card.name)


def address(request: Request) -> str:
    """Return where a request came from: the peer, or what our own proxy says of its peer. Clients' own words never count."""
    peer = request.client.host if request.client else ""
    if peer not in settings().proxies:
        return peer
    # A proxy adds the peer that it saw at the end; whatever stands before may be the client's invention.
    return request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip() or peer
