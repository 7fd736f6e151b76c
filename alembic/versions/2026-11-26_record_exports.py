"""Downloads of a whole record: asked for, made in the background, gone after a day."""

import sqlalchemy as sa
from alembic import op

revision = "record_exports"
down_revision = "one_person_one_record"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_hash", sa.String(), nullable=True),
        sa.Column("link_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_record_export_account_id_account")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_record_export_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_export")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_record_export_link_hash")),
        sa.UniqueConstraint("request_key", name=op.f("uq_record_export_request_key")),
    )
    op.create_index(op.f("ix_record_export_account_id"), "record_export", ["account_id"], unique=False)
    op.create_index(op.f("ix_record_export_over_at"), "record_export", ["over_at"], unique=False)
    op.create_index(op.f("ix_record_export_patient_id"), "record_export", ["patient_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_record_export_patient_id"), table_name="record_export")
    op.drop_index(op.f("ix_record_export_over_at"), table_name="record_export")
    op.drop_index(op.f("ix_record_export_account_id"), table_name="record_export")
    op.drop_table("record_export")
