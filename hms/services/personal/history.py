"""How somebody's personal data came to be what it is."""

from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import Account, PersonalChange
from hms.permissions import Permission, Role
from hms.schemas.personal_cards import ChangeCard
from hms.schemas.words import clock, plain_day
from hms.services.local_time import local_day
from hms.services.personal import words
from hms.services.personal.keeping import whose
from hms.texts import t

MOST = 200


@requires(Permission.SEE_PERSONAL_DATA)
def history(scope: Scope, patient_id: UUID | None = None) -> list[ChangeCard]:
    """List the changes of somebody's personal data, the latest first, with both values, who and when.

    Patients read "You" and "The clinic", staff the names of colleagues. Raises NotFound.
    """
    patient = whose(scope, patient_id)
    mine = select(PersonalChange).where(PersonalChange.patient_id == patient.id)
    latest = col(PersonalChange.at).desc(), col(PersonalChange.id).desc()
    found = scope.db.exec(mine.order_by(*latest).limit(MOST)).all()
    ids = {row.account_id for row in found if row.account_id}
    names = {row.id: row.name for row in scope.db.exec(select(Account).where(col(Account.id).in_(ids)))}
    return [
        ChangeCard(
            field=row.field,
            label=t(words.FIELDS.get(row.field, row.field)),
            before=row.before,
            after=row.after,
            who=_who(scope, row, names),
            when=f"{plain_day(local_day(scope, row.at))}, {clock(row.at, scope.zone)}",
            asked=row.request_id is not None,
        )
        for row in found
    ]


def _who(scope: Scope, row: PersonalChange, names: dict[UUID, str]) -> str:
    if row.account_id and row.account_id == scope.actor.account_id:
        return t("You")
    if row.role == Role.PATIENT:
        return t("The patient") if scope.actor.role != Role.PATIENT else names.get(row.account_id, "") or t("You")  # type: ignore[arg-type]
    at_home = scope.actor.role == Role.PATIENT
    return t("The clinic") if at_home else names.get(row.account_id, "") or t("The clinic")  # type: ignore[arg-type]
