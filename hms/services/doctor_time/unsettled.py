"""Which appointments lie in a doctor's leave, and which of their patients have been offered another time."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, or_, select

from hms.access import Scope
from hms.models import Appointment, SpecialTime, WaitlistEntry, WaitlistOffer
from hms.services.blocks import EXTRA
from hms.services.doctor_time.affected import still_to_come
from hms.services.waitlist.waiting import OPEN
from hms.texts import t


def in_leave(scope: Scope, doctor_id: UUID) -> list[Appointment]:
    """Fetch the appointments to come that lie in a doctor's leave or breaks, or on a day when the clinic is closed.

    What was booked over leave on purpose, with a reason, is left out.
    """
    away = select(SpecialTime.id).where(
        or_(SpecialTime.practitioner_id == doctor_id, col(SpecialTime.practitioner_id).is_(None)),
        SpecialTime.kind != EXTRA,
        col(SpecialTime.withdrawn_at).is_(None),
        SpecialTime.ends_at > scope.now,
        col(SpecialTime.starts_at) < col(Appointment.ends_at),
        col(SpecialTime.ends_at) > col(Appointment.starts_at),
        or_(col(Appointment.overbooked_at).is_(None), col(Appointment.overbooked_at) < col(SpecialTime.made_at)),
    )
    asked = select(Appointment).where(
        *still_to_come(scope), Appointment.practitioner_id == doctor_id, away.correlate(Appointment).exists()
    )
    return list(scope.db.exec(asked.order_by(col(Appointment.starts_at), col(Appointment.id))))


def offers_of(scope: Scope, found: Sequence[Appointment]) -> dict[UUID, WaitlistOffer]:
    """Find the offer of another time that each appointment's patient can still answer."""
    asked = (
        select(WaitlistEntry.appointment_id, WaitlistOffer)
        .join(WaitlistOffer, col(WaitlistOffer.entry_id) == col(WaitlistEntry.id))
        .where(
            col(WaitlistEntry.appointment_id).in_([a.id for a in found]), *OPEN, WaitlistOffer.expires_at > scope.now
        )
    )
    return {tied: offer for tied, offer in scope.db.exec(asked) if tied} if found else {}


def words(count: int) -> str:
    """Say how many appointments still lie in leave; "" for none."""
    if not count:
        return ""
    one = t("1 appointment still lies in leave")
    return one if count == 1 else t("{n} appointments still lie in leave", n=count)
