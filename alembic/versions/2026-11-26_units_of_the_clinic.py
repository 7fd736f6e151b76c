"""The clinic chooses in which units it measures; nothing chosen is what is usual in its country."""

import sqlalchemy as sa
from alembic import op

revision = "units_of_the_clinic"
down_revision = "versions_of_what_is_stated"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clinic", sa.Column("units", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("clinic", "units")
