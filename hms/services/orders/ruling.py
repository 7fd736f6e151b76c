"""The clinic's own rules for results."""

from hms.access import Scope, requires
from hms.errors import Stale
from hms.models import ResultRules
from hms.models.clinic import THE_CLINIC
from hms.permissions import Permission
from hms.schemas.results import ResultRulesCard, ResultRulesForm
from hms.services import edits
from hms.services.orders import rows


@requires(Permission.RUN_CLINIC, reading=True)
def read(scope: Scope) -> ResultRulesCard:
    """Show the rules as they stand; the usual ones where the clinic has set none."""
    return _card(rows.rules(scope))


@requires(Permission.RUN_CLINIC)
def save(scope: Scope, form: ResultRulesForm) -> ResultRulesCard:
    """Set when patients read results that come from now on, and when nobody has looked for too long. Raises Stale."""
    edits.one_by_one(scope)
    row = scope.db.get(ResultRules, THE_CLINIC) or ResultRules()
    if row.version != form.version:
        raise Stale
    row.release_hours, row.escalate_hours, row.version = form.release_hours, form.escalate_hours, form.version + 1
    scope.db.add(row)
    scope.db.flush()
    edits.changed(scope, THE_CLINIC)
    return _card(row)


def _card(row: ResultRules) -> ResultRulesCard:
    return ResultRulesCard(version=row.version, release_hours=row.release_hours, escalate_hours=row.escalate_hours)
