"""Numbers in the waiting room."""

import sqlalchemy as sa
from alembic import op

revision = "queues"
down_revision = "outbox"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_point",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("length_min", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_service_point_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_point")),
        sa.UniqueConstraint("name", name=op.f("uq_service_point_name")),
    )
    op.create_table(
        "queue_ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("service_point_id", sa.Uuid(), nullable=True),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("walk_in", sa.Boolean(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_by", sa.Uuid(), nullable=True),
        sa.Column("called_to", sa.String(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_queue_ticket_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_queue_ticket_patient_id_patient")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_queue_ticket_practitioner_id_practitioner")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["service_point.id"], name=op.f("fk_queue_ticket_service_point_id_service_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_ticket")),
        sa.UniqueConstraint("appointment_id", "day", name=op.f("uq_queue_ticket_appointment_id_day")),
        sa.UniqueConstraint("day", "number", name=op.f("uq_queue_ticket_day_number")),
        sa.UniqueConstraint("request_key", name=op.f("uq_queue_ticket_request_key")),
    )
    op.create_index(op.f("ix_queue_ticket_day"), "queue_ticket", ["day"], unique=False)
    op.create_index(
        "ix_queue_ticket_one_room_at_a_time",
        "queue_ticket",
        ["patient_id"],
        unique=True,
        postgresql_where=sa.text("called_at IS NOT NULL AND over_at IS NULL"),
        sqlite_where=sa.text("called_at IS NOT NULL AND over_at IS NULL"),
    )
    op.create_index(op.f("ix_queue_ticket_patient_id"), "queue_ticket", ["patient_id"], unique=False)
    op.create_index(op.f("ix_queue_ticket_practitioner_id"), "queue_ticket", ["practitioner_id"], unique=False)
    op.create_index(op.f("ix_queue_ticket_service_point_id"), "queue_ticket", ["service_point_id"], unique=False)
    op.create_table(
        "queue_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["queue_ticket.id"], name=op.f("fk_queue_step_ticket_id_queue_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_step")),
    )
    op.create_index(op.f("ix_queue_step_by"), "queue_step", ["by"], unique=False)
    op.create_index(op.f("ix_queue_step_ticket_id"), "queue_step", ["ticket_id"], unique=False)


def downgrade() -> None:
    op.drop_table("queue_step")
    op.drop_table("queue_ticket")
    op.drop_table("service_point")
