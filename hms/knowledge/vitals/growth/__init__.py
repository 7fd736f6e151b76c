"""How children grow: z-scores and percentiles of the World Health Organization by the LMS method.

Formulas: WHO Child Growth Standards, Methods and development, 2006, chapter 7 (LMS, and its restricted use beyond three
standard deviations for what contains weight). From birth to day 1856 by day; then the Growth Reference of 2007 by
month, between two months in proportion, as WHO's own program does. Ages count from birth: nothing is corrected for a
preterm birth.
"""

import csv
import math
from fractions import Fraction
from functools import cache
from pathlib import Path
from statistics import NormalDist
from typing import NamedTuple

from hms.knowledge.vitals.ages import MONTH_DAYS
from hms.texts import t

HERE = Path(__file__).parent
SEXES = {"female": "F", "male": "M"}
LAST_DAY = 1856  # of the standards by day
STANDING = 731  # days: from here on height is measured standing, before it lying
INDICATORS = {  # name -> words, unit, whether it contains weight
    "weight-for-age": (t("Weight for age"), "kg", True),
    "length-height-for-age": (t("Length or height for age"), "cm", False),
    "bmi-for-age": (t("Body mass index for age"), "kg/m2", True),
    "head-for-age": (t("Head circumference for age"), "cm", False),
    "weight-for-length": (t("Weight for length"), "kg", True),
    "weight-for-height": (t("Weight for height"), "kg", True),
}
NORMAL = NormalDist()


class Lms(NamedTuple):
    """Skewness, median and coefficient of variation."""

    power: float
    median: float
    spread: float

    def at(self, z: float) -> float:
        """Give the measurement at a z-score, for a power other than 0 and for 0."""
        if abs(self.power) < 1e-9:
            return self.median * math.exp(self.spread * z)
        return float(self.median * (1 + self.power * self.spread * z) ** (1 / self.power))


@cache
def _table(indicator: str, sex: str) -> dict[tuple[str, int], Lms]:
    """Read a table: (day or month, number) or (cm, tenths of a centimetre) -> its numbers."""
    with (HERE / f"{indicator}.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["by"], round(float(row["at"]) * 10) if row["by"] == "cm" else int(row["at"])): Lms(
                float(row["l"]), float(row["m"]), float(row["s"])
            )
            for row in csv.DictReader(file)
            if row["sex"] == SEXES[sex]
        }


def by_age(indicator: str, sex: str, days: int) -> Lms | None:
    """Give the numbers of a day of age, from 0 on; None where WHO has none for this age or sex."""
    if sex not in SEXES or days < 0:
        return None
    table = _table(indicator, sex)
    if days <= LAST_DAY:
        return table.get(("day", days))
    months = days / MONTH_DAYS
    before, after = table.get(("month", math.floor(months))), table.get(("month", math.ceil(months)))
    if before is None or after is None:
        return None
    share = months - math.floor(months)
    return Lms(*(a + share * (b - a) for a, b in zip(before, after, strict=True)))


def by_size(days: int, sex: str, height_cm: float | Fraction) -> tuple[str, Lms] | None:
    """Give the name and numbers of weight for length (under two years) or height, up to five; None outside of WHO's."""
    if sex not in SEXES or not 0 <= days <= LAST_DAY:
        return None
    indicator = "weight-for-length" if days < STANDING else "weight-for-height"
    found = _table(indicator, sex).get(("cm", round(float(height_cm) * 10)))
    return (indicator, found) if found else None


def z_score(indicator: str, numbers: Lms, measured: float | Fraction) -> float:
    """Compute how many standard deviations a measurement lies from the median."""
    size, power = float(measured), numbers.power
    if abs(power) < 1e-9:
        z = math.log(size / numbers.median) / numbers.spread
    else:
        z = ((size / numbers.median) ** power - 1) / (power * numbers.spread)
    if not INDICATORS[indicator][2] or abs(z) <= 3:
        return z
    end = math.copysign(3, z)
    edge, step = numbers.at(end), abs(numbers.at(end) - numbers.at(end - math.copysign(1, z)))
    return end + (size - edge) / step


def percentile(z: float) -> float:
    """Give the share of healthy children below a z-score, in percent."""
    return 100 * NORMAL.cdf(z)


def z_of(percent: float) -> float:
    """Give the z-score of a percentile, which lies between 0 and 100."""
    return NORMAL.inv_cdf(percent / 100)
