"""Bringing a database up to date, and making a new clinic's keys."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from hms.access import SYSTEM, Scope, perform, requires
from hms.config import settings
from hms.db import engine
from hms.errors import KeysMissing
from hms.models import THE_CLINIC, Clinic, Counter
from hms.permissions import Permission
from hms.security import keys
from hms.security.encryption import SealBroken, seal, unseal
from hms.services import prescribing, record_numbers
from hms.services.coding import building
from hms.services.orders import numbers
from hms.texts import t

SCRIPTS = Path(__file__).parents[2] / "alembic"
PLACE, TOLD = ("clinic", "key_check", THE_CLINIC.bytes), "these keys belong to this database"


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("file_template", "%%(year)d-%%(month).2d-%%(day).2d_%%(slug)s")
    return config


def head() -> str:
    """Name the newest migration."""
    return ScriptDirectory.from_config(_alembic()).get_current_head() or ""


def current() -> str | None:
    """Name the migration that the database is at; None for an empty one."""
    with engine().connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate() -> None:
    """Bring the database up to date; each migration is done wholly or not at all."""
    if current() != head():
        command.upgrade(_alembic(), "head")


def prepare(demo: bool = False) -> None:
    """Make ready to serve: keys if and only if the database is new, migrations, the key check, the catalogues.

    Raises KeysMissing when there is a database and its keys are not here: nothing is made anew over it.
    """
    settings().data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = not inspect(engine()).has_table("clinic")
    if new and not settings().key_file.exists():
        keys.create(settings().key_file)
    keys.keyring()
    migrate()
    perform(claim, SYSTEM, demo)
    perform(prescribing.seed_formulary, SYSTEM)
    perform(numbers.number_waiting, SYSTEM)
    building.build()


@requires(Permission.MAINTAIN)
def claim(scope: Scope, demo: bool) -> None:
    """Tie a new database to its keys. Raises KeysMissing when it belongs to others."""
    clinic = scope.db.get(Clinic, THE_CLINIC)
    if clinic is None:
        scope.db.add(Clinic(key_check=seal(*PLACE, TOLD), demo=demo))
        scope.db.add(Counter(name=record_numbers.COUNTER, value=record_numbers.BEFORE_FIRST))
    else:
        check(clinic)


def check(clinic: Clinic) -> None:
    """Make sure that the keys at hand are this database's. Raises KeysMissing."""
    try:
        unseal(*PLACE, clinic.key_check)
    except SealBroken as problem:
        raise KeysMissing(
            t("The key file belongs to another database"),
            t("Put this clinic's own key file back at {path}.", path=settings().key_file),
        ) from problem
