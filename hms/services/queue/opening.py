"""Opening the visit of a number."""

from uuid import UUID

from hms.access import Scope, requires
from hms.errors import NotPossible
from hms.models import Appointment
from hms.permissions import Permission
from hms.services import encounters
from hms.services.queue import moving, tickets, walk_ins
from hms.texts import t


@requires(Permission.WRITE_VISIT)
def open_visit(scope: Scope, ticket_id: UUID) -> UUID:
    """Open the visit of a number that was called, and give its appointment. Raises NotPossible or NotFound."""
    ticket = tickets.locked(scope, ticket_id)
    if ticket.called_at is None:
        raise NotPossible(t("Number {n} is not called", n=ticket.number), t("Call it first."))
    if ticket.appointment_id is None:
        walk_ins.arrived(scope, ticket)
        moving.follow(scope, ticket)
        tickets.announce(scope, ticket)
    appointment = scope.db.get_one(Appointment, ticket.appointment_id)
    encounters.check_living(scope, appointment)
    encounters.begin(scope, appointment)
    return appointment.id
