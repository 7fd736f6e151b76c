"""Engine, transactions, and the column types that every table uses."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import DateTime, Engine, PoolProxiedConnection, String, TypeDecorator, create_engine, event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session, SQLModel

from hms import changes
from hms.config import settings

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_ONE_WRITER = threading.Lock()  # SQLite has one writer: waiting here is fair, its own busy handler sleeps up to 100 ms


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. Raises ValueError for one without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Turn an instant into UTC before it is written."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give an instant back as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class joined_spans(FunctionElement[str]):
    """Gather spans into one text of whole seconds since 1970: begin:end,begin:end."""

    inherit_cache = True
    type = String()


@compiles(joined_spans, "sqlite")
def _joined_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    begins, ends = (f"unixepoch({compiler.process(part, **options)})" for part in element.clauses)
    return f"group_concat({begins} || ':' || {ends})"


@compiles(joined_spans, "postgresql")
def _joined_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    begins, ends = (f"date_part('epoch', {compiler.process(part, **options)})::bigint" for part in element.clauses)
    return f"string_agg({begins} || ':' || {ends}, ',')"


def address(url: str) -> str:
    """Name the driver in a PostgreSQL address that does not."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open transactions of its own: DDL would escape them
    # recursive_triggers: else REPLACE would remove a row without asking the triggers that protect it
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "busy_timeout=10000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_writing(connection: PoolProxiedConnection) -> None:
    _ONE_WRITER.acquire()
    connection.info["writer"] = True
    connection.cursor().execute("BEGIN IMMEDIATE")


def _begin_reading(connection: PoolProxiedConnection) -> None:
    connection.cursor().execute("BEGIN")


def _never_write(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only=ON")


def _on_return(_connection: Any, record: Any) -> None:
    if record.info.pop("writer", False):
        _ONE_WRITER.release()


def _open(reading: bool) -> Engine:
    url = settings().database_url
    if not settings().on_sqlite:
        return create_engine(address(url), pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True)
    settings().data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = create_engine(url, module=pysqlite3.dbapi2, pool_size=10, max_overflow=10, hide_parameters=True)
    event.listen(made, "connect", _on_connect)
    event.listen(made, "checkin", _on_return)
    if reading:
        event.listen(made, "connect", _never_write)
    # Here and not in an engine's "begin" event: with one, every statement looks for listeners, at a fifth of its cost.
    begin: Any = _begin_reading if reading else _begin_writing
    made.dialect.do_begin = begin  # type: ignore[method-assign]
    return made


@cache
def engine() -> Engine:
    """Open the database of the settings; SQLite in WAL with full synchronisation, foreign keys on."""
    return _open(reading=False)


@cache
def _readers() -> Engine:
    return _open(reading=True) if settings().on_sqlite else engine().execution_options(postgresql_readonly=True)


def dispose() -> None:
    """Close every connection and forget the engine."""
    for opened in (engine, _readers):
        if opened.cache_info().currsize:
            opened().dispose()
        opened.cache_clear()


@contextmanager
def transaction(reading: bool = False) -> Iterator[Session]:
    """Open one transaction: all of it is kept, or nothing; what changed is told with the commit.

    It begins with the first statement, so that slow work before it (a password's hash) keeps nobody waiting. A
    reading one takes no writer's place on SQLite and must not write.
    """
    on_sqlite = settings().on_sqlite
    with Session(_readers() if reading else engine(), expire_on_commit=False) as session, session.begin():
        yield session
        if not on_sqlite:
            session.flush()
            changes.notify(session)
    if on_sqlite:
        for change in changes.collected(session):
            changes.BUS.deliver(change)
