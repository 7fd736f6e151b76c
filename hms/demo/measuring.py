"""What the demo's doctors measure: vital signs of grown people where that matters, how children grow."""

from random import Random

from hms.demo.plan import Planned
from hms.demo.staff import DOCTORS, HEART
from hms.knowledge.vitals import growth
from hms.knowledge.vitals.ages import age_on

GROWN = "18y"
FIRST = 0  # the doctor whom one signs in as


def measured(p: Planned) -> dict[str, str]:
    """Make up the vital signs of a visit, the same each time: of the first doctor's and the heart's patients, and of all children."""
    born, day = p.person.born_on, p.starts_at.date()
    age = age_on(born, day)
    own, chance = Random(p.person.place), Random(f"{p.person.place} {day}")  # noqa: S311 - the person, and the day
    if age.reaches(GROWN):
        return _grown(own, chance) if p.doctor == FIRST or DOCTORS[p.doctor].department == HEART else {}
    z = own.gauss(0, 0.9)
    told = _grows(p.person.sex, age.days, z, chance)
    return told | {"temperature": f"{36.8 + chance.gauss(0, 0.3):.1f}"} if told else {}


def _grown(own: Random, chance: Random) -> dict[str, str]:
    upper, lower = own.gauss(134, 14), own.gauss(82, 7)
    height, weight = own.gauss(169, 9), own.gauss(77, 12)
    systolic = round(upper + chance.gauss(0, 6))
    told = {
        "systolic": systolic, "diastolic": min(systolic - 20, round(lower + chance.gauss(0, 4))),
        "pulse": round(own.gauss(74, 8) + chance.gauss(0, 4)), "breathing": round(chance.gauss(15, 1.2)),
        "saturation": min(99, round(own.gauss(97.4, 0.8))), "oxygen": 0, "temperature": round(36.7 + chance.gauss(0, 0.25), 1),
        "weight": round(weight + chance.gauss(0, 0.5), 1), "height": round(height, 0),
    }  # fmt: skip
    return {key: f"{number:g}" for key, number in told.items()} | {"consciousness": "A"}


def _grows(sex: str, days: int, z: float, chance: Random) -> dict[str, str]:
    told = {}
    for key, indicator in (("weight", "weight-for-age"), ("height", "length-height-for-age"), ("head", "head-for-age")):
        if numbers := growth.by_age(indicator, sex, days):
            told[key] = f"{numbers.at(z + chance.gauss(0, 0.1)):.1f}"
    return told
