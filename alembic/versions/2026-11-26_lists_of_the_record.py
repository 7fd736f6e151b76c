"""What a clinician says of an allergy, and which codes each doctor uses."""

import sqlalchemy as sa
from alembic import op

revision = "lists_of_the_record"
down_revision = "missed_visits_counted"
branch_labels = None
depends_on = None

ADDED = (
    ("category", sa.String(), ""),
    ("reaction", sa.String(), ""),
    ("recorded_by", sa.Uuid(), None),
    ("request_key", sa.String(), None),
    ("note_sealed", sa.LargeBinary(), None),
)


def upgrade() -> None:
    for name, kind, start in ADDED:
        op.add_column("allergy_intolerance", sa.Column(name, kind, nullable=start is None, server_default=start))
    op.create_index("ix_allergy_intolerance_request_key", "allergy_intolerance", ["request_key"], unique=True)
    op.create_table(
        "code_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("favourite", sa.Boolean(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_code_use_practitioner_id_practitioner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_use")),
        sa.UniqueConstraint("practitioner_id", "code", name=op.f("uq_code_use_practitioner_id_code")),
    )
    op.create_index(op.f("ix_code_use_practitioner_id"), "code_use", ["practitioner_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_code_use_practitioner_id"), table_name="code_use")
    op.drop_table("code_use")
    op.drop_index("ix_allergy_intolerance_request_key", table_name="allergy_intolerance")
    for name, _, _ in reversed(ADDED):
        op.drop_column("allergy_intolerance", name)
