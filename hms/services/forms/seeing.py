"""A form beside its visit: whether it is answered, for whoever sees the appointment; the answers for the doctor."""

from uuid import UUID

from hms.access import Scope, requires
from hms.permissions import Permission
from hms.schemas.forms import AnsweredForm, AnsweredRow, Due
from hms.schemas.words import clock, short_day
from hms.services.forms import answering, asking, judging
from hms.services.local_time import local_day
from hms.texts import t


@requires(Permission.SEE_APPOINTMENT)
def state(scope: Scope, appointment_id: UUID) -> Due | None:
    """Say whether the form of a visit is answered, and nothing of what; None where none is asked. Raises NotFound."""
    appointment = scope.appointment(appointment_id)
    return answering.due_card(scope, appointment, asking.sheets(scope, appointment))


@requires(Permission.SEE_ANSWERS)
def answers(scope: Scope, appointment_id: UUID) -> list[AnsweredForm]:
    """Show what a patient answered before a visit, in their own words, and what is missing. Raises NotFound."""
    appointment = scope.appointment(appointment_id)
    return [_answered(scope, sheet) for sheet in asking.sheets(scope, appointment)]


def _answered(scope: Scope, sheet: asking.Sheet) -> AnsweredForm:
    given = sheet.answers
    rows = [
        AnsweredRow(
            question=one.text, answer=judging.spoken(one, given.get(one.key, [])),
            missing=one.required and one.key not in given,
        )
        for one in asking.questions_of(sheet.version)
    ]  # fmt: skip
    return AnsweredForm(
        title=sheet.version.title, told=_told(scope, sheet), missing=sum(row.missing for row in rows), rows=tuple(rows)
    )


def _told(scope: Scope, sheet: asking.Sheet) -> str:
    if sheet.response is None:
        return t("Not answered")
    at = sheet.response.changed_at
    when = t("{day}, {time}", day=short_day(local_day(scope, at)), time=clock(at, scope.zone))
    if sheet.response.handed_in_at is None:
        return t("Begun, last answer {when}", when=when)
    return t("In the patient’s own words, {when}", when=when)
