"""Rooms, breaks and visit types in a doctor's week; extra hours, leave, daily limits; notice and horizon."""

import sqlalchemy as sa
from alembic import op

revision = "doctors_time"
down_revision = "places_and_visit_types"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("practitioner", sa.Column("notice_min", sa.Integer(), nullable=True))
    op.add_column("practitioner", sa.Column("ahead_days", sa.Integer(), nullable=True))
    op.add_column("practitioner", sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("weekly_hours") as hours:
        hours.add_column(sa.Column("is_break", sa.Boolean(), nullable=True))
        hours.add_column(sa.Column("room_id", sa.Uuid(), nullable=True))
        hours.add_column(sa.Column("only_types", sa.String(), nullable=True))
        hours.create_foreign_key(op.f("fk_weekly_hours_room_id_room"), "room", ["room_id"], ["id"])
    op.create_table(
        "special_time",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("only_types", sa.String(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_special_time_practitioner_id_practitioner")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_special_time_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_time")),
        sa.UniqueConstraint("request_key", name=op.f("uq_special_time_request_key")),
    )
    op.create_index(
        "ix_special_time_practitioner_id_starts_at", "special_time", ["practitioner_id", "starts_at"], unique=False
    )
    op.create_table(
        "daily_limit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("visit_type_id", sa.Uuid(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_daily_limit_practitioner_id_practitioner")
        ),
        sa.ForeignKeyConstraint(
            ["visit_type_id"], ["visit_type.id"], name=op.f("fk_daily_limit_visit_type_id_visit_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_limit")),
        sa.UniqueConstraint(
            "practitioner_id", "visit_type_id", name=op.f("uq_daily_limit_practitioner_id_visit_type_id")
        ),
    )
    op.create_index(op.f("ix_daily_limit_practitioner_id"), "daily_limit", ["practitioner_id"], unique=False)


def downgrade() -> None:
    op.drop_table("daily_limit")
    op.drop_table("special_time")
    with op.batch_alter_table("weekly_hours") as hours:
        hours.drop_constraint(op.f("fk_weekly_hours_room_id_room"), type_="foreignkey")
        for name in ("only_types", "room_id", "is_break"):
            hours.drop_column(name)
    op.drop_column("practitioner", "stopped_at")
    op.drop_column("practitioner", "ahead_days")
    op.drop_column("practitioner", "notice_min")
