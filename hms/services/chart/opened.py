"""Opening a patient's chart: one act, one reading of all that its first screen shows."""

from uuid import UUID

from hms.access import Scope, requires
from hms.permissions import Permission
from hms.schemas.chart import OpenedChart
from hms.services import opening
from hms.services.chart import glance, timeline


@requires(Permission.SEE_CHART)
def open_chart(scope: Scope, patient_id: UUID, kind: str = "") -> OpenedChart:
    """Open the chart of a patient, its timeline of one kind or all; of a merged one whom it became part of.

    Raises NotFound.
    """
    patient = opening.patient_of(scope, patient_id)
    return OpenedChart(
        record=opening.record_of(scope, patient),
        glance=glance.glance_of(scope, patient),
        newest=timeline.told(scope, patient, kind),
    )
