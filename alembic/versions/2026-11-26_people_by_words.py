"""What people are known by, in one sealed text each, numbered in the order of its changes."""

import sqlalchemy as sa
from alembic import op

revision = "people_by_words"
down_revision = "times_from_the_index"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("patient", sa.Column("words_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("patient", sa.Column("words_number", sa.Integer(), nullable=True))
    op.create_index("ix_patient_words_number", "patient", ["words_number"])
    counter = sa.table("counter", sa.column("name", sa.String), sa.column("value", sa.Integer))
    op.bulk_insert(counter, [{"name": "people by words", "value": 0}])


def downgrade() -> None:
    op.execute("DELETE FROM counter WHERE name = 'people by words'")
    op.drop_index("ix_patient_words_number", "patient")
    op.drop_column("patient", "words_number")
    op.drop_column("patient", "words_sealed")
