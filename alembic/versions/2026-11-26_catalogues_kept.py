"""The administrator keeps the tests, the vaccines and the schedule; a result keeps the limits that it was judged by."""

import sqlalchemy as sa
from alembic import op

revision = "catalogues_kept"
down_revision = "results_from_laboratories"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("says", sa.String(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=True),
        sa.Column("off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_change")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_catalogue_change_kind_key")),
    )
    op.add_column("clinic", sa.Column("catalogue_stamp", sa.Uuid(), nullable=True))
    op.add_column("observation", sa.Column("critical_low", sa.String(), nullable=True))
    op.add_column("observation", sa.Column("critical_high", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("observation", "critical_high")
    op.drop_column("observation", "critical_low")
    op.drop_column("clinic", "catalogue_stamp")
    op.drop_table("catalogue_change")
