"""Registering at the desk: pressing twice, or again after a lost connection, gives the first record."""

import sqlalchemy as sa
from alembic import op

revision = "registering_at_the_desk"
down_revision = "what_patients_state"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("patient", sa.Column("request_key", sa.String(), nullable=True))
    op.create_index("ix_patient_request_key", "patient", ["request_key"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_patient_request_key", "patient")
    op.drop_column("patient", "request_key")
