"""What patients state and the allergies of the record have versions like every entry, and are never lost."""

import sqlalchemy as sa
from alembic import op

revision = "versions_of_what_is_stated"
down_revision = "catalogues_kept"
branch_labels = None
depends_on = None

TABLES = ("allergy_intolerance", "health_statement")


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    refused = (
        "FOR EACH ROW EXECUTE FUNCTION refuse_loss_of_entry()"
        if postgresql
        else "BEGIN SELECT RAISE(ABORT, 'entries_stay'); END"
    )
    for table in TABLES:
        op.add_column(table, sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        op.execute(f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {refused}")
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_loss_of_entry()"
            )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for name in (f"{table}_stays", *([f"{table}_stays_whole"] if postgresql else [])):
            op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
        op.drop_column(table, "version")
