"""NEWS2, the National Early Warning Score (NEWS) 2, (c) Royal College of Physicians 2017.

Reproduced from: Royal College of Physicians. National Early Warning Score (NEWS) 2: Standardising the assessment of
acute-illness severity in the NHS. Updated report of a working party. London: RCP, 2017. Charts 1, 2 and 4. It is for
people from 16 years on, and not in pregnancy. SpO2 scale 2 is for those only whom a clinician prescribed 88 to 92 %,
as in hypercapnic respiratory failure.
"""

from decimal import Decimal
from typing import NamedTuple

from hms.knowledge.vitals.ages import Age
from hms.texts import t

FROM = "16y"
SOURCE = t("Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017")
# Of each table: up to this number, this score; above the last one, the score beside it.
BREATHING = ((8, 3), (11, 1), (20, 0), (24, 2)), 3
SATURATION = ((91, 3), (93, 2), (95, 1)), 0
SATURATION_2_AIR = ((83, 3), (85, 2), (87, 1)), 0
SATURATION_2_OXYGEN = ((83, 3), (85, 2), (87, 1), (92, 0), (94, 1), (96, 2)), 3
SYSTOLIC = ((90, 3), (100, 2), (110, 1), (219, 0)), 3
PULSE = ((40, 3), (50, 1), (90, 0), (110, 1), (130, 2)), 3
TEMPERATURE = ((35, 3), (36, 1), (38, 0), (39, 1)), 2
NEEDED = ("breathing", "saturation", "oxygen", "systolic", "pulse", "consciousness", "temperature")


class Signs(NamedTuple):
    """A full set: breaths and pulse per minute, SpO2 in %, oxygen in l/min (0 for air), mmHg, ACVPU, degrees Celsius."""

    breathing: Decimal
    saturation: Decimal
    oxygen: Decimal
    systolic: Decimal
    pulse: Decimal
    consciousness: str
    temperature: Decimal
    scale_2: bool = False


class Score(NamedTuple):
    """The score of each sign, their sum, the risk (low, low-medium, medium, high) and what to do."""

    parts: dict[str, int]
    total: int
    risk: str
    watch: str
    action: str


def applies(age: Age | None) -> bool:
    """Tell whether somebody is of the age that the score is for."""
    return age is not None and age.reaches(FROM)


def score(signs: Signs) -> Score:
    """Score a full set of signs, and say what the College advises for it (chart 4)."""
    oxygen = signs.oxygen > 0
    scale = (SATURATION_2_OXYGEN if oxygen else SATURATION_2_AIR) if signs.scale_2 else SATURATION
    parts = {
        "breathing": _of(BREATHING, signs.breathing), "saturation": _of(scale, signs.saturation),
        "oxygen": 2 if oxygen else 0, "systolic": _of(SYSTOLIC, signs.systolic), "pulse": _of(PULSE, signs.pulse),
        "consciousness": 0 if signs.consciousness == "A" else 3, "temperature": _of(TEMPERATURE, signs.temperature),
    }  # fmt: skip
    total = sum(parts.values())
    return Score(parts, total, *_advice(total, 3 in parts.values()))


def _of(table: tuple[tuple[tuple[int, int], ...], int], number: Decimal) -> int:
    bounds, above = table
    return next((points for bound, points in bounds if number <= bound), above)


def _advice(total: int, red: bool) -> tuple[str, str, str]:
    if total >= 7:
        return (
            "high", t("Watch vital signs continuously"),
            t("Emergency: tell the medical team at once, at least a specialist registrar. A team with critical care and "
              "airway skills assesses now. Consider care on a high-dependency or intensive care unit, with monitoring."),
        )  # fmt: skip
    if total >= 5:
        return (
            "medium", t("At least every hour"),
            t("Urgent: tell the medical team at once. A clinician or team skilled in acute illness assesses urgently. "
              "Care where there is monitoring."),
        )  # fmt: skip
    if red:
        return (
            "low-medium", t("At least every hour"),
            t("One sign alone scores 3: tell the medical team, who review and decide whether to escalate care."),
        )  # fmt: skip
    if total:
        return (
            "low", t("At least every 4 to 6 hours"),
            t("A registered nurse assesses and decides whether to watch more often or to escalate care."),
        )  # fmt: skip
    return "low", t("At least every 12 hours"), t("Go on with routine NEWS monitoring.")
