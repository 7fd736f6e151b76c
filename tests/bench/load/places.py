"""An empty clinic on either database, for what is written in bulk."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from hms.config import settings
from hms.db import engine
from tests.bench.load.demo import folder
from tests.support import postgres
from tests.support.database import POSTGRESQL, SQLITE, Database, database_on, pointed_at, url_of


@contextmanager
def empty(kind: str) -> Iterator[Database]:
    """Give an empty place on SQLite or PostgreSQL; the settings of this process point at it."""
    data_dir = folder() / "data"
    if kind == SQLITE:
        with pointed_at(Database(SQLITE, f"sqlite:///{data_dir / 'clinic.db'}", data_dir)) as place:
            yield place
        return
    with (
        postgres.served() as server,
        database_on(server) as name,
        pointed_at(Database(POSTGRESQL, url_of(server, name), data_dir)) as place,
    ):
        yield place


def tidy() -> None:
    """Tidy up as PostgreSQL does by itself after so many rows (autovacuum); SQLite counts its rows."""
    words = "ANALYZE" if settings().on_sqlite else "VACUUM (ANALYZE)"
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(words))
