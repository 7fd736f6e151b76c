"""An index of missed appointments: how often somebody did not come is counted for each patient of a board."""

import sqlalchemy as sa
from alembic import op

revision = "missed_visits_counted"
down_revision = "record_entries"
branch_labels = None
depends_on = None
WHERE = sa.text("noshow_at IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_appointment_missed", "appointment", ["patient_id"], postgresql_where=WHERE, sqlite_where=WHERE)


def downgrade() -> None:
    op.drop_index("ix_appointment_missed", "appointment")
