"""Messages to patients, and how they want to hear from the clinic."""

import sqlalchemy as sa
from alembic import op

revision = "outbox"
down_revision = "waitlist"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("once_key", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_outbox_message_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_outbox_message_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("once_key", name=op.f("uq_outbox_message_once_key")),
    )
    op.create_index(op.f("ix_outbox_message_appointment_id"), "outbox_message", ["appointment_id"], unique=False)
    op.create_index(op.f("ix_outbox_message_made_at"), "outbox_message", ["made_at"], unique=False)
    op.create_index("ix_outbox_message_over_at_due_at", "outbox_message", ["over_at", "due_at"], unique=False)
    op.create_index(op.f("ix_outbox_message_patient_id"), "outbox_message", ["patient_id"], unique=False)
    op.create_table(
        "notice_choice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_notice_choice_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_choice")),
        sa.UniqueConstraint("patient_id", name=op.f("uq_notice_choice_patient_id")),
    )


def downgrade() -> None:
    op.drop_table("notice_choice")
    op.drop_table("outbox_message")
