"""In which units the clinic measures: its own choice, or what is usual in its country. What was typed stays as typed."""

from fractions import Fraction

from babel import Locale

from hms.access import Scope, requires
from hms.errors import Stale
from hms.knowledge.vitals.measures import MEASURES
from hms.knowledge.vitals.units import convert, plain, rounded
from hms.models import THE_CLINIC
from hms.permissions import Permission
from hms.schemas.vitals import UNIT_SETS, UnitsCard, UnitsForm
from hms.services import edits
from hms.services.chart.vitals.rows import Reading, said, unit_words
from hms.texts import LANGUAGE

IN_POUNDS = frozenset({"US", "LR", "MM"})  # CLDR, supplemental measurementData: measurementSystem US
IN_FAHRENHEIT = frozenset({"US", "BS", "BZ", "KY", "PR", "PW"})  # CLDR: measurementSystem-category-temperature US
SMALL = 20  # pounds, inches: what a newborn weighs and measures is read to another place
ASKED = {"weight": "weight", "height": "height", "head": "height", "temperature": "temperature"}
NAMES = {tuple(one)[1:]: name for name, one in UNIT_SETS.items()}


@requires(Permission.RUN_CLINIC, reading=True)
def read(scope: Scope) -> UnitsCard:
    """Show in which units the clinic measures, and which are usual in its country."""
    return _card(scope)


@requires(Permission.RUN_CLINIC)
def choose(scope: Scope, form: UnitsForm) -> UnitsCard:
    """Choose the units in which is measured from now on. What is usual in the country stays its choice. Raises Stale."""
    edits.one_by_one(scope)
    scope.db.refresh(scope.clinic)
    if name_of(scope) != form.seen:
        raise Stale
    chosen = NAMES[form.weight, form.height, form.temperature]
    scope.clinic.units = "" if chosen == _usual(scope) else chosen
    scope.db.flush()
    edits.changed(scope, THE_CLINIC)
    return _card(scope)


def name_of(scope: Scope) -> str:
    """Name the clinic's set of units."""
    return scope.clinic.units if scope.clinic.units in UNIT_SETS else _usual(scope)


def unit_of(scope: Scope, key: str) -> str:
    """Give the unit in which the clinic reads a measure, as UCUM."""
    asked = ASKED.get(key)
    return str(getattr(UNIT_SETS[name_of(scope)], asked)) if asked else MEASURES[key].unit


def number_of(scope: Scope, one: Reading) -> Fraction | None:
    """Give a measurement in the clinic's unit; None where it has no number."""
    unit = unit_of(scope, one.measure.key)
    return None if one.number is None else convert(one.number, one.measure.unit, unit)


def shown(scope: Scope, one: Reading) -> tuple[str, str]:
    """Write a measurement in the clinic's unit: as typed where it was typed in that one, else converted and rounded."""
    unit, number = unit_of(scope, one.measure.key), number_of(scope, one)
    if number is None or one.row.unit == unit or one.measure.key not in ASKED:
        return said(one.row), unit_words(one.row.unit)
    return plain(rounded(number, 2 if number < SMALL else 1)), unit_words(unit)


def _usual(scope: Scope) -> str:
    pounds, degrees = scope.clinic.country in IN_POUNDS, scope.clinic.country in IN_FAHRENHEIT
    return "us" if pounds and degrees else "us_c" if pounds else "metric_f" if degrees else "metric"


def _card(scope: Scope) -> UnitsCard:
    name, country = name_of(scope), scope.clinic.country
    one = UNIT_SETS[name]
    return UnitsCard(
        seen=name, weight=one.weight, height=one.height, temperature=one.temperature, usual=UNIT_SETS[_usual(scope)].words,
        country=Locale.parse(LANGUAGE.get()).territories.get(country, country),
    )  # fmt: skip
