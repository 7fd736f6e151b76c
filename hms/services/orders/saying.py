"""One result in words: what it is, how it stands to what is usual, and what it was before."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.knowledge.laboratory.sent_flags import understood
from hms.knowledge.vitals.measures import FLAGS, UNITS
from hms.models import DiagnosticReport, EntryVersion, Observation
from hms.schemas.results import ResultLine
from hms.schemas.words import plain_day
from hms.services.catalogues.current import current
from hms.services.chart import retold
from hms.services.chart.entries import IN_ERROR
from hms.services.local_time import local_day
from hms.services.orders.typed import ANSWERS
from hms.services.record.wording import range_words
from hms.texts import t

WORDS = {**FLAGS, "A": t("not as usual"), "AA": t("critical")}
TONES = {"L": "warn", "H": "warn", "A": "warn", "LL": "danger", "HH": "danger", "AA": "danger"}
LOOKED_AT = 400


def value(row: Observation) -> str:
    """Say how much, with its unit and as it was typed; or an answer in words."""
    if not row.number:
        return ANSWERS.get(row.text, row.text)
    return f"{row.number} {UNITS.get(row.unit, row.unit)}".strip()


def name(scope: Scope, row: Observation) -> str:
    """Name what was measured, as it was called then."""
    test = current(scope).laboratory.by_code.get(row.code)
    return row.name or (test.name if test else row.code)


def short(scope: Scope, row: Observation) -> str:
    """Say a result in a few words: Potassium 6.9 mmol/l, very high."""
    mark = WORDS.get(row.flag, "")
    return f"{name(scope, row)} {value(row)}, {mark}" if mark else f"{name(scope, row)} {value(row)}"


def line(
    scope: Scope, row: Observation, kept: Sequence[EntryVersion], names: dict[UUID | None, str], before: str
) -> ResultLine:
    """Word a result for a doctor."""
    wrong = row.status == IN_ERROR
    return ResultLine(
        id=row.id, version=row.version, name=name(scope, row), value=value(row), typed=typed_of(row),
        mark="" if wrong else WORDS.get(row.flag, ""), tone="" if wrong else TONES.get(row.flag, ""),
        usual=_usual(row), before=before, wrong=wrong,
        changed=retold.told(scope, row, kept, names, ANSWERS), laboratory=_laboratory(row),
    )  # fmt: skip


def _usual(row: Observation) -> str:
    """Say what is usual; the range of a laboratory that sent the result is called its own."""
    words = range_words(row.usual_low, row.usual_high)
    return t("{range}, by the laboratory", range=words) if words and row.lab_range else words


def _laboratory(row: Observation) -> str:
    """Say what a laboratory sent with a result: its own flag where we judge otherwise, that more is to come, its remarks."""
    if row.source != "laboratory":
        return ""
    own = understood(row.lab_flag, "")
    told = [
        t("The laboratory calls it {flag}", flag=WORDS.get(own) or t("usual")) if row.lab_flag and own != row.flag else "",
        t("not final yet") if row.status == "preliminary" else "", row.note,
    ]  # fmt: skip
    return ". ".join(filter(None, told))


def typed_of(row: Observation) -> str:
    """Give what a form to put a result right begins with: the number or answer, without its unit."""
    if row.number:
        return row.number
    unit = UNITS.get(row.unit, row.unit)
    return row.text.removesuffix(unit).strip() if unit and row.text[:1] in {"<", ">"} else row.text


def earlier(scope: Scope, report: DiagnosticReport, results: Iterable[Observation]) -> dict[UUID, str]:
    """Say of each result what the same test found before: 4.1 mmol/l on 3 Nov 2026."""
    mine = list(results)
    codes = {row.code for row in mine if row.code}
    if not codes:
        return {}
    asked = select(Observation).where(
        Observation.patient_id == report.patient_id, col(Observation.code).in_(codes),
        Observation.status != IN_ERROR, col(Observation.happened_at) < report.happened_at,
        col(Observation.category) != "imaging",
    )  # fmt: skip
    newest: dict[str, Observation] = {}
    ordered = asked.order_by(col(Observation.happened_at).desc(), col(Observation.id).desc()).limit(LOOKED_AT)
    for row in scope.db.exec(ordered):
        if row.number or row.text_sealed:
            newest.setdefault(row.code, row)
    told = {}
    for row in mine:
        if (before := newest.get(row.code)) and before.happened_at:
            day = plain_day(local_day(scope, before.happened_at))
            told[row.id] = t("{value} on {day}", value=value(before), day=day)
    return told
