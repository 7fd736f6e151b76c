"""A doctor's taken times are read from the index alone (PostgreSQL)."""

from alembic import op

revision = "times_from_the_index"
down_revision = "devices_and_feeds"
branch_labels = None
depends_on = None

NAME, TABLE, COLUMNS = "ix_appointment_practitioner_id_starts_at", "appointment", ["practitioner_id", "starts_at"]
TAKEN = ["id", "room_id", "ends_at", "busy_from_at", "busy_to_at", "cancelled_at", "noshow_at"]


def upgrade() -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, COLUMNS, postgresql_include=TAKEN)


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, COLUMNS)
