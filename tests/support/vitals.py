"""What the tests of every service ask of those for vital signs, and how tests measure somebody."""

from typing import Any
from uuid import UUID, uuid4

from hms.schemas.vitals import UnitsForm, VitalChange, VitalSet, VitalsForm
from hms.services.chart.vitals import recording
from tests.support.cast import Cast

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "chart.vitals.glancing.computed", "chart.vitals.glancing.glance", "chart.vitals.glancing.glance_of",
    "chart.vitals.growing.growth", "chart.vitals.rows.band", "chart.vitals.rows.flag_of", "chart.vitals.rows.latest",
    "chart.vitals.rows.moment", "chart.vitals.rows.of_group", "chart.vitals.sets.card", "chart.vitals.sets.worded",
    "chart.vitals.units.name_of", "chart.vitals.units.number_of", "chart.vitals.units.shown", "chart.vitals.units.unit_of",
    "chart.vitals.warning.news", "record.measured.sets", "record.measured.total",
}  # fmt: skip
WELL = {
    "systolic": "124", "diastolic": "78", "pulse": "72", "breathing": "14", "temperature": "36.8", "saturation": "98",
    "oxygen": "0", "consciousness": "A",
}  # fmt: skip


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each service for vital signs is asked with."""
    change = VitalChange(observation_id=nobody, version=1, vital_value="70", vital_reason="A slip")
    wish = UnitsForm(seen="metric", weight="kg", height="cm", temperature="Cel")
    return {
        "chart.vitals.units.read": (), "chart.vitals.units.choose": (wish,),
        "chart.vitals.following.vitals_of_visit": (nobody,), "chart.vitals.following.follow_vitals": (nobody,),
        "chart.vitals.recording.correct_vital": (change,), "chart.vitals.recording.void_vital": (change,),
        "chart.vitals.recording.measure": (VitalsForm(encounter_id=nobody, key=str(uuid4()), pulse="70"),),
    }  # fmt: skip


def measured(cast: Cast, encounter_id: UUID, doctor: str = "dr_rao", **signs: str) -> VitalSet:
    """Write a set of vital signs into a visit."""
    form = VitalsForm.model_validate({"encounter_id": encounter_id, "key": str(uuid4()), **signs})
    told: VitalSet = cast.do(cast.people[doctor], recording.measure, form)
    return told
