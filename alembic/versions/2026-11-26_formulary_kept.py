"""The administrator keeps the list of drugs: whoever saves an old version is told, and what is in use is found at once."""

import sqlalchemy as sa
from alembic import op

revision = "formulary_kept"
down_revision = "orders_and_results"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("medication", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_index("ix_medication_request_medication_id", "medication_request", ["medication_id"])


def downgrade() -> None:
    op.drop_index("ix_medication_request_medication_id", table_name="medication_request")
    op.drop_column("medication", "version")
