"""What can be measured: names, codes, units, and what the numbers are called when they are out of the usual."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hms.texts import t

HERE = Path(__file__).parent
LOINC = "http://loinc.org"
NAMES = {
    "systolic": t("Systolic blood pressure"), "diastolic": t("Diastolic blood pressure"), "pulse": t("Pulse"),
    "breathing": t("Breaths"), "temperature": t("Temperature"), "saturation": t("Oxygen saturation"),
    "oxygen": t("Oxygen given"), "weight": t("Weight"), "height": t("Height"), "head": t("Head circumference"),
    "pain": t("Pain, 0 to 10"), "bmi": t("Body mass index"), "consciousness": t("Consciousness"),
}  # fmt: skip
UNITS = {  # UCUM code -> as people write it
    "mm[Hg]": "mmHg", "/min": t("per minute"), "Cel": "°C", "[degF]": "°F", "%": "%", "L/min": t("l/min"), "kg": "kg",
    "[lb_av]": "lb", "cm": "cm", "[in_i]": "in", "{score}": "", "kg/m2": "kg/m²", "": "",
    # of the laboratory
    "10*3/uL": "×10³/µL", "10*6/uL": "×10⁶/µL", "umol/L": "µmol/L", "ug/L": "µg/L", "m[IU]/L": "mIU/L", "[pH]": "",
    "{ratio}": "", "{INR}": "", "mL/min/{1.73_m2}": "mL/min/1.73 m²",
}  # fmt: skip
# ACVPU of NEWS2
CONSCIOUSNESS = {
    "A": t("Alert"), "C": t("Newly confused"), "V": t("Responds to voice"), "P": t("Responds to pain"),
    "U": t("Unresponsive"),
}  # fmt: skip
# HL7 v3 ObservationInterpretation, as far as it is used here
FLAGS = {"LL": t("very low"), "L": t("low"), "H": t("high"), "HH": t("very high")}


@dataclass(frozen=True, slots=True)
class Measure:
    """One vital sign. `places` is how many digits after the point are taken; `other` a unit that is taken as well."""

    key: str
    code: str
    unit: str
    places: int
    other: str = ""
    panel: str = ""
    also: tuple[str, ...] = ()
    computed: bool = False
    answers: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As people call it."""
        return NAMES[self.key]


def _read() -> dict[str, Measure]:
    told: dict[str, dict[str, Any]] = tomllib.loads((HERE / "measures.toml").read_text("utf-8"))
    lists = ("also", "answers")
    rows: dict[str, Any] = {
        key: {name: tuple(said) if name in lists else said for name, said in one.items()} for key, one in told.items()
    }
    return {key: Measure(key, **row) for key, row in rows.items()}


MEASURES = _read()
BY_CODE = {code: one for one in MEASURES.values() for code in (one.code, *one.also)}
TYPED = tuple(key for key, one in MEASURES.items() if not one.computed and not one.answers)  # as numbers
