"""A clean clinic for each test: migrated and given its keys once on each database, then copied."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tests.support import postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_numbers = count(1)


@dataclass(frozen=True)
class Database:
    """The clinic a test works on; the settings of this process point at it."""

    kind: str
    url: str
    data_dir: Path

    def environment(self) -> dict[str, str]:
        """Say the same to another process."""
        return {"HMS_DATA_DIR": str(self.data_dir), "HMS_DATABASE_URL": self.url}


def _point_at(place: Database) -> None:
    from hms import config, db
    from hms.security import keys

    db.dispose()
    os.environ.update(place.environment())
    config.reset_settings()
    keys.forget()


@contextmanager
def pointed_at(place: Database) -> Iterator[Database]:
    """Let the settings of this process point at a clinic while this is open."""
    from hms import config, db
    from hms.security import keys

    before = dict(os.environ)
    _point_at(place)
    try:
        yield place
    finally:
        db.dispose()
        os.environ.clear()
        os.environ.update(before)
        config.reset_settings()
        keys.forget()


def _prepare(place: Database) -> Database:
    from hms.services import upkeep

    with pointed_at(place):  # and closed again after it: a database with a connection open cannot be a template
        upkeep.prepare()
    return place


def url_of(server: str, name: str) -> str:
    """Put another database's name into an address."""
    base, _, rest = server.partition("?")
    return base.rpartition("/")[0] + f"/{name}" + (f"?{rest}" if rest else "")


def _command(server: str, text: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


@contextmanager
def database_on(server: str, template: str | None = None) -> Iterator[str]:
    name = f"hms_test_{os.getpid()}_{next(_numbers)}"
    if template is None:
        _command(server, "CREATE DATABASE {}", name)
    else:
        _command(server, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
    try:
        yield name
    finally:
        _command(server, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Give the address of a PostgreSQL on which databases may be made."""
    with postgres.served() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """Prepare a clinic on SQLite once, to be copied."""
    data_dir = tmp_path_factory.mktemp("sqlite-template") / "data"
    return _prepare(Database(SQLITE, f"sqlite:///{data_dir / 'clinic.db'}", data_dir))


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> Iterator[Database]:
    """Prepare a clinic on PostgreSQL once, to be copied."""
    data_dir = tmp_path_factory.mktemp("postgresql-template") / "data"
    with database_on(postgres_server) as name:
        yield _prepare(Database(POSTGRESQL, url_of(postgres_server, name), data_dir))


@contextmanager
def copied(template: Database, data_dir: Path, server: str) -> Iterator[Database]:
    """Copy a clinic with its keys; nobody may have it open meanwhile."""
    shutil.copytree(template.data_dir, data_dir)  # the keys belong to the database: they go along
    if template.kind == SQLITE:
        yield Database(SQLITE, f"sqlite:///{data_dir / 'clinic.db'}", data_dir)
        return
    with database_on(server, conninfo_to_dict(template.url)["dbname"]) as name:
        yield Database(POSTGRESQL, url_of(server, name), data_dir)


@contextmanager
def _clinic(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    template = request.getfixturevalue("sqlite_template" if kind == SQLITE else "postgres_template")
    server = "" if kind == SQLITE else request.getfixturevalue("postgres_server")
    with copied(template, tmp_path / "data", server) as place, pointed_at(place):
        yield place


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give a clean clinic, once on each database."""
    with _clinic(request.param, request, tmp_path) as place:
        yield place


@pytest.fixture
def sqlite_only(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give a clean clinic on SQLite, for what does not depend on the database."""
    with _clinic(SQLITE, request, tmp_path) as place:
        yield place


@pytest.fixture
def postgres_only(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give a clean clinic on PostgreSQL, for what only it does."""
    with _clinic(POSTGRESQL, request, tmp_path) as place:
        yield place


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give a database with nothing in it, for the tests of the migrations."""
    data_dir = tmp_path / "data"
    if request.param == SQLITE:
        with pointed_at(Database(SQLITE, f"sqlite:///{data_dir / 'clinic.db'}", data_dir)) as place:
            yield place
        return
    server = request.getfixturevalue("postgres_server")
    with (
        database_on(server) as name,
        pointed_at(Database(POSTGRESQL, url_of(server, name), data_dir)) as place,
    ):
        yield place
