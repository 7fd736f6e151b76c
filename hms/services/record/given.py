"""The vaccinations that were written into a record here, worded for the person whose record it is."""

from uuid import UUID

from sqlalchemy import func
from sqlmodel import select

from hms.access import Scope
from hms.models import Immunization
from hms.schemas.record import RecordEntry
from hms.schemas.words import plain_day
from hms.services.chart import entries
from hms.services.local_time import local_day
from hms.services.record.wording import Sorted
from hms.texts import t


def _mine(patient_id: UUID, what: object):  # type: ignore[no-untyped-def]
    """Ask for what was given and written down here; what was imported is told from where it came."""
    here = Immunization.status == "completed", Immunization.source != "import"
    return select(what).select_from(Immunization).where(Immunization.patient_id == patient_id, *here)  # type: ignore[call-overload]


def how_many(scope: Scope, patient_id: UUID) -> int:
    """Count the vaccinations that are told here."""
    counted: int = scope.db.exec(_mine(patient_id, func.count())).one()
    return counted


def vaccinations_given(scope: Scope, patient_id: UUID) -> list[Sorted]:
    """Word the vaccinations of a patient, each with what sorts it."""
    found = list(scope.db.exec(_mine(patient_id, Immunization)))
    names = entries.names_of(scope, {row.recorded_by for row in found})
    return [_worded(scope, row, names.get(row.recorded_by, "")) for row in found]


def _worded(scope: Scope, row: Immunization, by: str) -> Sorted:
    day = local_day(scope, row.happened_at or row.recorded_at)
    told = [t("Dose {n}", n=row.dose_number) if row.dose_number else "", t("Lot {lot}", lot=row.lot) if row.lot else ""]
    noted = t("Noted by {who}", who=by) if by else ""
    return day.isoformat(), RecordEntry(
        id=str(row.id), title=row.text or t("A vaccination without a name"), day=plain_day(day),
        note=", ".join(filter(None, [*told, noted])),
    )  # fmt: skip
