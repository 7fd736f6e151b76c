"""The leave assistant: what still lies in a doctor's leave, what could become of each, and doing it, one by one.

Each appointment is settled in a transaction of its own. Whatever interrupts: what is done is done, and the list that is
left can be opened again.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hms.access import Scope, requires
from hms.errors import NotPossible, SlotTaken, Stale
from hms.models import WaitlistOffer
from hms.permissions import Permission
from hms.schemas.leave import KeptOption, LeaveCard, SettledCard, SettleForm, UnsettledCard
from hms.schemas.words import clock, short_day
from hms.services.doctor_time import affected, settling, whose
from hms.services.doctor_time.proposing import Proposing
from hms.services.doctor_time.unsettled import in_leave, offers_of
from hms.services.local_time import local_day
from hms.texts import t

AT_ONCE = 50  # appointments shown; the next ones follow when these are settled


@requires(Permission.PLAN_DOCTOR_TIME)
def unsettled(scope: Scope, practitioner_id: UUID, kept: Sequence[KeptOption] = ()) -> LeaveCard:
    """List what still lies in a doctor's leave, with times proposed for each; `kept` are those that the reader sees.

    Raises NotFound.
    """
    doctor = whose.doctor_of(scope, practitioner_id)
    found = in_leave(scope, doctor.id)
    offers, shown = offers_of(scope, found), found[:AT_ONCE]
    proposing = Proposing(scope, doctor, shown, kept[:AT_ONCE])
    return LeaveCard(
        practitioner_id=doctor.id,
        doctor=doctor.name,
        unsettled=[
            UnsettledCard(
                appointment=card,
                offered=_offered(scope, offers[a.id]) if a.id in offers else "",
                options=proposing.of(a),
            )
            for a, card in zip(shown, affected.cards(scope, shown), strict=True)
        ],
        total=len(found),
        waiting=len(offers),
    )


@requires(Permission.PLAN_DOCTOR_TIME)
def settle(scope: Scope, form: SettleForm) -> SettledCard:
    """Move one appointment in leave, offer its patient another time, or cancel it. Pressed twice, it is done once.

    What cannot be done is answered in words, so that the others of a list go on. Raises NotFound, also for another's.
    """
    if settling.gave_away(scope, form):
        return SettledCard(done=True, words=_done_words(scope, form))
    appointment = settling.locked(scope, form.appointment_id)
    whose.doctor_of(scope, appointment.practitioner_id)
    if not settling.is_done(scope, appointment, form):
        try:
            with scope.db.begin_nested():
                settling.do(scope, appointment, form)
        except (SlotTaken, Stale, NotPossible) as refusal:
            scope.subjects.clear()  # nothing of the patient was read or changed
            return SettledCard(done=False, words=f"{refusal.title}. {refusal.body}".strip())
    return SettledCard(done=True, words=_done_words(scope, form))


def _done_words(scope: Scope, form: SettleForm) -> str:
    if form.starts_at is None or form.act == "cancel":
        return t("Cancelled. The patient is told why.")
    at = _worded(scope, form.starts_at)
    return t("Moved to {time}. The patient is told.", time=at) if form.act == "move" else t("Offered: {time}.", time=at)


def _offered(scope: Scope, offer: WaitlistOffer) -> str:
    at, until = _worded(scope, offer.starts_at), _worded(scope, offer.expires_at)
    return t("Offered {time}; the patient can answer until {until}.", time=at, until=until)


def _worded(scope: Scope, at: datetime) -> str:
    return t("{day}, {time}", day=short_day(local_day(scope, at)), time=clock(at, scope.zone))
