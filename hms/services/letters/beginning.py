"""What a letter begins with: the problems, medicines and allergies of the chart, as text that its writer may change."""

from collections.abc import Iterable
from uuid import UUID

from hms.access import Scope, requires
from hms.permissions import Permission
from hms.schemas.letters import LetterStart
from hms.services import prescribing, visits
from hms.services.chart import problems
from hms.services.local_time import today
from hms.texts import t


@requires(Permission.WRITE_LETTER)
def begin(scope: Scope, patient_id: UUID) -> LetterStart:
    """Say whose letter it will be, and what the chart holds. Raises NotFound."""
    patient = scope.patient(patient_id)
    banner = visits.banner(scope, patient)
    allergies = banner.allergies or [banner.no_allergies or t("Not asked yet")]
    listed = [
        " ".join(filter(None, [one.title, f"({one.code})" if one.code else ""]))
        for one in problems.glance(scope, patient)
    ]
    taken = [f"{one.drug}: {one.how}" for one in prescribing.of_patient(scope, patient.id)]
    return LetterStart(
        banner=banner, today=today(scope).isoformat(), problems=_lines(listed), medicines=_lines(taken),
        allergies=_lines(allergies),
    )  # fmt: skip


def _lines(words: Iterable[str]) -> str:
    return "\n".join(words)
