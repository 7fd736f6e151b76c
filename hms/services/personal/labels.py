"""The label of a patient, to be stuck on papers and tubes: read by eye, and by a scanner at the search."""

from uuid import UUID

import segno

from hms.access import Scope, requires
from hms.permissions import Permission
from hms.schemas.registering import LabelCard
from hms.services.personal import words


@requires(Permission.REGISTER_PATIENT)
def label(scope: Scope, patient_id: UUID) -> LabelCard:
    """Give what stands on somebody's label; the picture holds the record number and nothing else. Raises NotFound."""
    patient = scope.patient(patient_id)
    return LabelCard(
        name=words.name_of(patient),
        born=words.born_of(patient),
        sex=words.sex_words(patient.sex) if patient.sex != "unknown" else "",
        record_number=patient.record_number,
        qr=segno.make_qr(patient.record_number, error="m").svg_data_uri(scale=8, light="#fff", border=2),
        clinic=scope.clinic.name,
    )
