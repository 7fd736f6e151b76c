"""Migrations go up, down and up again on both databases, and end where the models are."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from hms.config import settings
from hms.db import engine, transaction
from hms.errors import KeysMissing
from hms.models import THE_CLINIC, Clinic
from hms.security import keys
from hms.services import health, scheduling, upkeep
from tests.support.cast import Cast
from tests.support.database import Database, pointed_at


def triggers() -> set[str]:
    with transaction(reading=True) as db:
        asked = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if settings().on_sqlite
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION SELECT conname FROM pg_constraint WHERE contype = 'x'"
        )
        return set(db.connection().execute(text(asked)).scalars())


def test_up_down_and_up_again_ends_in_the_same_place(empty_database: object) -> None:
    upkeep.migrate()
    promised = triggers()
    assert {"practitioner_overlap", "patient_overlap"} <= {name.removesuffix("_insert") for name in promised}
    assert {"encounter_signed_update", "audit_entry_no_delete"} <= promised
    command.downgrade(upkeep._alembic(), "base")
    assert set(inspect(engine()).get_table_names()) <= {"alembic_version"}
    assert triggers() == set()
    upkeep.migrate()
    assert triggers() == promised


def test_the_migrations_end_where_the_models_are(empty_database: object) -> None:
    upkeep.migrate()
    with engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_each_step_can_be_taken_back_alone(empty_database: object) -> None:
    upkeep.migrate()
    while upkeep.current():
        command.downgrade(upkeep._alembic(), "-1")
    upkeep.migrate()
    assert upkeep.current() == upkeep.head()


def test_a_migration_that_fails_half_way_leaves_nothing_behind(
    empty_database: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scripts = tmp_path / "scripts"
    (scripts / "versions").mkdir(parents=True)
    (scripts / "env.py").write_text((upkeep.SCRIPTS / "env.py").read_text())
    for path in (upkeep.SCRIPTS / "versions").glob("*.py"):
        (scripts / "versions" / path.name).write_text(path.read_text())
    monkeypatch.setattr(upkeep, "SCRIPTS", scripts)
    upkeep.migrate()
    before = upkeep.current()
    (scripts / "versions" / "broken.py").write_text(
        f"from alembic import op\nrevision = 'broken'\ndown_revision = '{before}'\n"
        "def upgrade():\n    op.execute('CREATE TABLE half (id integer)')\n    op.execute('SELECT * FROM nowhere')\n"
    )
    with pytest.raises(Exception, match="nowhere"):
        upkeep.migrate()
    assert upkeep.current() == before
    assert not inspect(engine()).has_table("half")


def test_keys_are_made_if_and_only_if_the_database_is_new(empty_database: object) -> None:
    upkeep.prepare()
    assert health.state() == {"status": "ok"}
    first = settings().key_file.read_bytes()
    upkeep.prepare()
    assert settings().key_file.read_bytes() == first
    settings().key_file.unlink()
    keys.forget()
    with pytest.raises(KeysMissing):
        upkeep.prepare()
    assert not settings().key_file.exists()
    assert health.state()["status"] == "sealed"


def test_anothers_keys_open_nothing_and_the_clinic_says_so(database: object) -> None:
    settings().key_file.unlink()
    keys.create(settings().key_file)
    keys.forget()
    assert health.state()["status"] == "sealed"
    assert "another database" in health.state()["why"]
    with pytest.raises(KeysMissing):
        upkeep.prepare()
    with transaction(reading=True) as db:
        assert db.get(Clinic, THE_CLINIC) is not None


def test_a_database_that_is_behind_is_not_ready(empty_database: object) -> None:
    upkeep.prepare()
    command.downgrade(upkeep._alembic(), "-1")
    assert health.state()["status"] == "not ready"
    assert "hms migrate" in " ".join(health.report())


def test_the_readmes_backup_brings_the_clinic_back_on_a_new_machine(
    clinic_on_sqlite: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked = clinic_on_sqlite.book(clinic_on_sqlite.asha)
    readme = (upkeep.SCRIPTS.parent / "README.md").read_text("utf-8")
    command_line = re.search(r'python3 -c "(.*)"', readme)
    assert command_line
    saved = tmp_path / "backups"
    saved.mkdir()
    monkeypatch.chdir(settings().data_dir.parent)  # where "data" is the clinic's folder
    subprocess.run([sys.executable, "-c", command_line[1].replace("/backups", str(saved))], check=True)
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "keys").mkdir(parents=True)
    shutil.copy2(settings().key_file, elsewhere / "keys" / "clinic.key")
    shutil.copy2(saved / "clinic.db", elsewhere / "clinic.db")
    restored = Database("sqlite", f"sqlite:///{elsewhere / 'clinic.db'}", elsewhere)
    with pointed_at(restored):
        assert health.state() == {"status": "ok"}
        assert clinic_on_sqlite.do(clinic_on_sqlite.asha, scheduling.card, booked.id).reason == "Palpitations at night"
