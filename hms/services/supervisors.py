"""Who supervises a doctor in training, set by the administrator."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound
from hms.models import Encounter, NoteCosignature, Practitioner
from hms.permissions import Permission
from hms.schemas.cosigning import SupervisorForm
from hms.texts import t


@requires(Permission.MANAGE_ACCOUNTS)
def supervise(scope: Scope, form: SupervisorForm) -> None:
    """Name a doctor's supervisor, or nobody; what waits already is laid before the new one.

    Where the training ends, what was signed before still waits for who supervised it. Raises Invalid, NotFound.
    """
    locked: Any = {"of": Practitioner, "key_share": True}
    trainee = scope.db.get(Practitioner, form.practitioner_id, with_for_update=locked)
    if trainee is None or trainee.left_at:
        raise NotFound
    check(scope, form.supervisor_id, trainee)
    trainee.supervisor_id, trainee.version = form.supervisor_id, trainee.version + 1
    if form.supervisor_id:
        for row in _waiting(scope, trainee.id):
            scope.tell(f"practitioner:{row.practitioner_id}")
            row.practitioner_id = form.supervisor_id
        scope.tell(f"practitioner:{form.supervisor_id}")
    scope.note(trainee.id)
    scope.tell("accounts")


def check(scope: Scope, supervisor_id: UUID | None, trainee: Practitioner | None = None) -> None:
    """Make sure that somebody can supervise: a doctor who works here, another one, and not in training. Raises Invalid."""
    if supervisor_id is None:
        return
    if trainee and trainee.id == supervisor_id:
        raise Invalid(supervisor_id=t("Nobody supervises themselves."))
    other = scope.db.get(Practitioner, supervisor_id)
    if other is None or other.left_at or other.stopped_at:
        raise Invalid(supervisor_id=t("Choose a doctor who works here."))
    if other.supervisor_id:
        raise Invalid(supervisor_id=t("This doctor is in training too."))
    mine = select(Practitioner.id).where(Practitioner.supervisor_id == trainee.id) if trainee else None
    if mine is not None and scope.db.exec(mine).first():
        raise Invalid(supervisor_id=t("This doctor supervises others. Name another supervisor for these first."))


def _waiting(scope: Scope, trainee_id: UUID) -> list[NoteCosignature]:
    asked = (
        select(NoteCosignature)
        .join(Encounter, col(Encounter.id) == NoteCosignature.encounter_id)
        .where(Encounter.practitioner_id == trainee_id, col(NoteCosignature.signed_at).is_(None))
    )
    return list(scope.db.exec(asked))
