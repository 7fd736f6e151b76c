"""What severe alerts were overridden of late, and why: where many are, the checks or the habits want a look."""

from collections import defaultdict
from datetime import timedelta

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.knowledge.prescribing.reading import knowledge
from hms.models import AlertOverride
from hms.permissions import Permission
from hms.schemas.alerts import OverrideLine, OverrideReport
from hms.schemas.words import plain_day
from hms.services.local_time import local_day
from hms.texts import t

LATELY, MOST, REASONS = timedelta(days=90), 1_000, 20
KINDS = {
    "allergy": t("Allergy"), "interaction": t("Interaction"), "duplicate": t("Duplicate"), "pregnancy": t("Pregnancy"),
    "age": t("Age"), "dose": t("Dose"), "renal": t("Kidney function"),
}  # fmt: skip


@requires(Permission.SEE_OVERRIDES)
def overrides(scope: Scope) -> OverrideReport:
    """Count what was overridden in the last 90 days by kind and medicines, with reasons and without patients' names."""
    since = scope.now - LATELY
    asked = select(AlertOverride).where(AlertOverride.overridden_at >= since)
    rows = scope.db.exec(asked.order_by(col(AlertOverride.overridden_at).desc()).limit(MOST)).all()
    scope.touch(*{row.patient_id for row in rows})  # a reason may speak of its patient, who sees that it was read
    found: dict[tuple[str, str], list[AlertOverride]] = defaultdict(list)
    for row in rows:
        found[row.kind, row.pair].append(row)
    lines = [
        OverrideLine(
            kind=KINDS.get(kind, kind), pair=_named(pair), count=len(these),
            last=plain_day(local_day(scope, these[0].overridden_at)), reasons=[row.reason for row in these[:REASONS]],
        )
        for (kind, pair), these in found.items()
    ]  # fmt: skip
    lines.sort(key=lambda line: (-line.count, line.pair))
    return OverrideReport(since=plain_day(local_day(scope, since)), total=len(rows), rows=lines)


def _named(pair: str) -> str:
    """Name ingredients and classes as people do; the same twice is said once."""
    know = knowledge()
    keys = dict.fromkeys(pair.split(" + "))
    names = (
        know.ingredients[k].name if k in know.ingredients else know.groups[k].name if k in know.groups else k
        for k in keys
    )
    return t(" and ").join(names)
