"""Runs migrations on the clinic's own engine, each in one transaction: a crashed one leaves nothing behind."""

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel

import hms.models  # noqa: F401 - registers the tables
from hms.db import Instant, engine


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write the project's column types as plain SQLAlchemy ones: a migration must not change when the code does."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and type(item).__module__.startswith("sqlmodel"):
        return "sa.String()"
    return False


def same_type(_context: object, _inspected: object, _column: object, _found: object, meant: object) -> bool | None:
    """Compare nothing where the database only knows a wider type."""
    return False if isinstance(meant, (Instant, sa.Uuid)) else None


with engine().begin() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        transactional_ddl=True,
        transaction_per_migration=False,
        compare_type=same_type,
        compare_server_default=True,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    context.run_migrations()
