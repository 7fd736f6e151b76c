"""A number for somebody who walked in."""

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotPossible
from hms.models import Patient, QueueTicket
from hms.permissions import Permission
from hms.schemas.queue import CalledCard, IssueForm
from hms.services.local_time import today
from hms.services.queue import moving, tickets
from hms.services.queue.calling import told
from hms.services.queue.whose import Queue, queue
from hms.services.scheduling import bookable
from hms.texts import t


@requires(Permission.RUN_QUEUE)
def issue(scope: Scope, form: IssueForm) -> CalledCard:
    """Issue the next number of today in a queue; the same key gives the first result.

    Raises Invalid, NotFound, or NotPossible for who waits in this queue already or has died.
    """
    if form.patient_id is None or form.queue_id is None:
        asked = {"patient_id": t("Choose the patient."), "queue_id": t("Choose for whom the number is.")}
        raise Invalid(**{name: words for name, words in asked.items() if getattr(form, name) is None})
    mine, patient = queue(scope, form.queue_id), bookable(scope.patient(form.patient_id))
    tickets.in_turn(scope, today(scope))
    first = scope.db.exec(select(QueueTicket.id).where(QueueTicket.request_key == form.key)).first()
    if first:
        return _handed_out(scope, scope.one(QueueTicket, first))
    _refuse_a_second(scope, mine, patient)
    ticket = QueueTicket(
        day=today(scope),
        number=tickets.draw(scope, today(scope)),
        patient_id=patient.id,
        practitioner_id=None if mine.is_point else mine.id,
        service_point_id=mine.id if mine.is_point else None,
        request_key=form.key,
        walk_in=True,
    )
    return _handed_out(scope, tickets.issued(scope, ticket))


def _refuse_a_second(scope: Scope, mine: Queue, patient: Patient) -> None:
    waits = select(QueueTicket.number).where(
        QueueTicket.day == today(scope),
        mine.column,
        QueueTicket.patient_id == patient.id,
        col(QueueTicket.over_at).is_(None),
    )
    if number := scope.db.exec(waits).first():
        raise NotPossible(
            t("{name} has number {n} here already", name=patient.name, n=number), t("Nobody waits twice in one queue.")
        )


def _handed_out(scope: Scope, ticket: QueueTicket) -> CalledCard:
    return told(scope, ticket).model_copy(update={"room": moving.room_of(scope, ticket)})
