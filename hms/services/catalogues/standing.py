"""Taking an entry of a catalogue off the list, offering it again, and going back to what the file says."""

from hms.access import Scope, requires
from hms.errors import NotFound
from hms.models import CatalogueChange
from hms.permissions import Permission
from hms.schemas.catalogues import Kind
from hms.services.catalogues import keeping


@requires(Permission.RUN_CLINIC)
def take_off(scope: Scope, kind: Kind, key: str, version: int) -> None:
    """Let nobody choose an entry any more; what was written down with it stays. Raises NotFound or Stale."""
    row = _one(scope, kind, key, version, offered=True)
    row.offered, row.off_at = False, scope.now
    keeping.kept(scope, row)


@requires(Permission.RUN_CLINIC)
def offer(scope: Scope, kind: Kind, key: str, version: int) -> None:
    """Let an entry be chosen again. Raises NotFound or Stale."""
    row = _one(scope, kind, key, version, offered=False)
    row.offered, row.off_at = True, None
    keeping.kept(scope, row)


@requires(Permission.RUN_CLINIC)
def put_back(scope: Scope, kind: Kind, key: str, version: int) -> None:
    """Let an entry say again what its file says. Raises NotFound for one that is not changed or in no file, or Stale."""
    entry = keeping.one_of(scope, kind, key)
    row = keeping.seen(scope, kind, key, version)
    if not entry.changed:
        raise NotFound
    row.says, row.offered, row.off_at = "", None, None
    keeping.kept(scope, row)


def _one(scope: Scope, kind: Kind, key: str, version: int, offered: bool) -> CatalogueChange:
    entry = keeping.one_of(scope, kind, key)
    row = keeping.seen(scope, kind, key, version)
    if entry.offered is not offered:
        raise NotFound
    return row
