"""Vital signs in words: one measurement, a set, both blood pressures as one."""

from collections.abc import Sequence

from hms.access import Scope
from hms.knowledge.vitals.measures import CONSCIOUSNESS, FLAGS, MEASURES, NAMES
from hms.models import Observation, Patient
from hms.schemas.vitals import VitalCard, VitalSet
from hms.services.chart import entries
from hms.services.chart.vitals.rows import TONES, Reading, flag_of, moment, read, said, unit_words
from hms.texts import t

ORDER = tuple(MEASURES)
WORSE = ("", "L", "H", "LL", "HH")
PRESSURE = t("Blood pressure")


def card(scope: Scope, patient: Patient, one: Reading, beside: Reading | None = None) -> VitalCard:
    """Word one measurement; a systolic pressure with the diastolic that was measured with it."""
    flags = [flag_of(scope, patient, each) for each in (one, beside) if each]
    worst = max(flags, key=WORSE.index)
    value, name = value_of(one), NAMES[one.measure.key]
    if beside:
        value, name = f"{value}/{value_of(beside)}", PRESSURE
    return VitalCard(
        key=one.measure.key, name=name, value=value, unit=unit_words(one.row.unit), flag=worst,
        tone=TONES.get(worst, "") or ("danger" if alarming(one) else ""), mark=mark_of(one, flags, bool(beside)),
    )  # fmt: skip


def value_of(one: Reading) -> str:
    """Write what was measured, an answer in words."""
    return CONSCIOUSNESS.get(said(one.row), said(one.row)) if one.measure.answers else said(one.row)


def alarming(one: Reading) -> bool:
    """Tell whether an answer is other than alert."""
    return bool(one.measure.answers) and one.row.text != "A"


def mark_of(one: Reading, flags: Sequence[str], pressures: bool = False) -> str:
    """Say a flag in words; of two pressures, which is out of the usual."""
    words = [FLAGS.get(flag, "") for flag in flags]
    if pressures and words[0] != words[1]:
        told = ((t("systolic {word}"), words[0]), (t("diastolic {word}"), words[1]))
        return ", ".join(said.format(word=word) for said, word in told if word)
    return words[0] or (t("not alert") if alarming(one) else "")


def paired(readings: Sequence[Reading]) -> list[tuple[Reading, Reading | None]]:
    """Put each diastolic pressure beside the systolic one that was measured with it, the rest alone."""
    lower = {one.row.group_id or one.at: one for one in readings if one.measure.key == "diastolic"}
    pairs: list[tuple[Reading, Reading | None]] = []
    for one in readings:
        if one.measure.key == "systolic":
            pairs.append((one, lower.pop(one.row.group_id or one.at, None)))
        elif one.measure.key != "diastolic":
            pairs.append((one, None))
    return [*pairs, *((one, None) for one in lower.values())]


def worded(scope: Scope, patient: Patient, rows: Sequence[Observation]) -> VitalSet:
    """Word a set that was measured together, in the usual order."""
    readings = sorted(read(rows), key=lambda one: ORDER.index(one.measure.key))
    first = rows[0]
    names = entries.names_of(scope, {first.recorded_by})
    return VitalSet(
        id=str(first.group_id or first.id), when=moment(scope, first.happened_at or first.recorded_at),
        who=names.get(first.recorded_by, ""), listed=[card(scope, patient, *pair) for pair in paired(readings)],
    )  # fmt: skip
