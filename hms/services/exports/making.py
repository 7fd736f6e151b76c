"""Making the downloads that were asked for: part by part, each in a transaction of its own, so that its reader sees how far it is."""

import logging
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import col, or_, select

from hms.access import SYSTEM, Scope, perform, requires
from hms.errors import NotFound
from hms.models import Patient, RecordExport
from hms.permissions import Permission
from hms.schemas.words import clock, plain_day
from hms.services import files
from hms.services.exports.asking import KEPT, let_go, topic
from hms.services.exports.bundle import Cover, archive, bundle, paper
from hms.services.exports.parts import PARTS
from hms.services.exports.pieces import Piece
from hms.services.exports.talk import FOLDER, place_of
from hms.services.local_time import local_day
from hms.texts import LANGUAGE

log = logging.getLogger("hms.exports")
CLAIM = timedelta(minutes=10)  # for one part; a process that dies leaves it to the next


class Given(NamedTuple):
    """A part of the record, with the content of its files."""

    piece: Piece
    bodies: list[tuple[str, bytes]]


@requires(Permission.RUN_CLOCKWORK)
def claim(scope: Scope) -> UUID | None:
    """Take one that waits to be made, for this worker alone; None where none does."""
    asked = select(RecordExport).where(
        col(RecordExport.finished_at).is_(None),
        col(RecordExport.failed_at).is_(None),
        col(RecordExport.over_at).is_(None),
        or_(col(RecordExport.claimed_until).is_(None), col(RecordExport.claimed_until) <= scope.now),
    )
    one = scope.db.exec(asked.order_by(col(RecordExport.asked_at)).limit(1).with_for_update(skip_locked=True)).first()
    if one is None:
        return None
    one.claimed_until, one.steps_done = scope.now + CLAIM, 0
    return one.id


@requires(Permission.RUN_CLOCKWORK)
def read_part(scope: Scope, export_id: UUID, number: int) -> Given:
    """Read one part of the record. Raises NotFound where it is no longer wanted."""
    one, patient = _wanted(scope, export_id)
    piece = PARTS[number](scope, patient)
    one.steps_done, one.claimed_until = number + 1, scope.now + CLAIM
    scope.tell(topic(one.account_id))
    return Given(piece, [(f"{FOLDER}/{place_of(file)}", files.body_of(scope.db, file)) for file in piece.files])


@requires(Permission.RUN_CLOCKWORK)
def cover(scope: Scope, export_id: UUID) -> Cover:
    """Say what stands on the first page. Raises NotFound."""
    _, patient = _wanted(scope, export_id)
    made = f"{plain_day(local_day(scope, scope.now))}, {clock(scope.now, scope.zone)}"
    return Cover(scope.clinic.name, patient.name, patient.record_number, patient.born, made, LANGUAGE.get())


@requires(Permission.RUN_CLOCKWORK)
def finish(scope: Scope, export_id: UUID, body: bytes) -> None:
    """Keep what was made, for a day. Raises NotFound where it is no longer wanted."""
    one, patient = _wanted(scope, export_id)
    file = files.keep(scope, patient.id, "download", body, name="record.zip", media_type="application/zip")
    scope.touch(patient.id)
    one.file_id, one.finished_at, one.claimed_until = file.id, scope.now, None
    scope.tell(topic(one.account_id))


@requires(Permission.RUN_CLOCKWORK)
def fail(scope: Scope, export_id: UUID) -> None:
    """Note that one could not be made: its page says so, and it can be asked for again."""
    one = scope.db.get(RecordExport, export_id)
    if one:
        one.failed_at, one.claimed_until = scope.now, None
        scope.note(one.id)
        scope.tell(topic(one.account_id))


@requires(Permission.RUN_CLOCKWORK)
def clear(scope: Scope) -> int:
    """Remove what was kept for a day; tell how many there were."""
    outlived = select(RecordExport).where(
        col(RecordExport.over_at).is_(None), col(RecordExport.finished_at) <= scope.now - KEPT
    )
    found = scope.db.exec(outlived).all()
    for one in found:
        let_go(scope, one)
    return len(found)


def make_due(now: datetime) -> int:
    """Make one that was asked for, if there is any; tell how many were made. No transaction spans two of its parts."""
    at: Any = {"now": now}
    export_id = perform(claim, SYSTEM, **at)
    if export_id is None:
        return 0
    try:
        given = [perform(read_part, SYSTEM, export_id, number) for number in range(len(PARTS))]
        pieces = [one.piece for one in given]
        pdf = paper(perform(cover, SYSTEM, export_id), pieces)
        body = archive(pdf, bundle(pieces, now), [pair for one in given for pair in one.bodies])
        perform(finish, SYSTEM, export_id, body)
    except NotFound:
        return 0  # it was taken back meanwhile
    except Exception as problem:  # noqa: BLE001 - its reader is told; what broke is in the log without its words
        log.warning("a download could not be made (%s)", type(problem).__name__)
        perform(fail, SYSTEM, export_id)
    return 1


def _wanted(scope: Scope, export_id: UUID) -> tuple[RecordExport, Patient]:
    one = scope.db.get(RecordExport, export_id, with_for_update=True)
    if one is None or one.over_at or one.finished_at:
        raise NotFound
    return one, scope.db.get_one(Patient, one.patient_id)  # noted once, when it is finished
