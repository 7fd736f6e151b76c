"""What was given back today, so that a mistake can be put right."""

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import Appointment
from hms.permissions import Permission
from hms.schemas.scheduling import AppointmentCard
from hms.services.cards import cards
from hms.services.local_time import bounds, today


@requires(Permission.CANCEL_APPOINTMENT)
def cancelled(scope: Scope) -> list[AppointmentCard]:
    """List what was cancelled or declined today, the latest first."""
    first, _ = bounds(scope, today(scope))
    asked = scope.within(select(Appointment).where(col(Appointment.cancelled_at) >= first), Appointment)
    return cards(scope, scope.db.scalars(asked.order_by(col(Appointment.cancelled_at).desc())).all())
