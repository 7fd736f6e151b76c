"""The form for what came of an order: what is measured by it, and what is usual for this patient."""

from uuid import UUID

from hms.access import Scope, requires
from hms.errors import NotPossible
from hms.knowledge.laboratory import judging
from hms.knowledge.laboratory.kinds import IMAGING, Test, Unit
from hms.knowledge.vitals.ages import Age
from hms.knowledge.vitals.limits import Range
from hms.knowledge.vitals.measures import UNITS
from hms.models import ServiceRequest
from hms.permissions import Permission
from hms.schemas.results import ResultSheet, SheetLine, SheetUnit
from hms.services.chart.vitals.rows import age_of
from hms.services.local_time import today
from hms.services.orders import reviewing, typed
from hms.services.record.wording import range_words
from hms.texts import t


@requires(Permission.RECORD_RESULT)
def blank(scope: Scope, order_id: UUID) -> ResultSheet:
    """Give the form for the result of an order. Raises NotPossible where the whole result is here already, NotFound."""
    order = scope.one(ServiceRequest, order_id)
    if order.status == "completed":
        raise NotPossible(t("The result of this order is here already"), t("Put it right, or order once more."))
    patient = scope.patient(order.patient_id)
    age = age_of(patient, today(scope))
    tests, picture = typed.tests_of(scope, order), order.category == IMAGING
    free = [] if tests or picture else [_free(order.name)]
    return ResultSheet(
        order_id=order.id, version=order.version, title=" ".join(filter(None, [order.name, order.detail])), picture=picture,
        lines=[_line(test, age, patient.sex) for test in tests] + free,
        mine=reviewing.looker(scope, order) == scope.actor.practitioner_id,
        since=_wall(scope, order), now=f"{scope.now.astimezone(scope.zone):%Y-%m-%dT%H:%M}",
    )  # fmt: skip


def _wall(scope: Scope, order: ServiceRequest) -> str:
    return f"{order.ordered_at.astimezone(scope.zone):%Y-%m-%dT%H:%M}"


def _line(test: Test, age: Age | None, sex: str) -> SheetLine:
    units = [_unit(one, age, sex) for one in test.units]
    alone = units[0] if len(units) == 1 else None
    return SheetLine(
        test=test.key, name=test.name, field=typed.field(test.key), usual=alone.usual if alone else "",
        unit=alone.words if alone else "", ucum=alone.ucum if alone else "", units=[] if alone else units,
        answers=[SheetUnit(ucum=one, words=typed.ANSWERS[one], usual="") for one in test.answers], free=False,
    )  # fmt: skip


def _free(name: str) -> SheetLine:
    return SheetLine(
        test=typed.FREE,
        name=name,
        field=typed.field(typed.FREE),
        usual="",
        unit="",
        ucum="",
        units=[],
        answers=[],
        free=True,
    )


def _unit(unit: Unit, age: Age | None, sex: str) -> SheetUnit:
    return SheetUnit(
        ucum=unit.ucum, words=UNITS.get(unit.ucum, unit.ucum), usual=usual_words(judging.usual(unit, age, sex))
    )


def usual_words(band: Range | None) -> str:
    """Say a range with where it is from; "" where none is known."""
    if band is None:
        return ""
    low, high = ("" if one is None else judging.plain(one) for one in (band.low, band.high))
    return range_words(low, high)
