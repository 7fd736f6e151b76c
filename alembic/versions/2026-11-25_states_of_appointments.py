"""Appointments get a type, a room, a series, requests, no-shows and overbooking; every step of them is kept."""

import sqlalchemy as sa
from alembic import op

revision = "states_of_appointments"
down_revision = "doctors_time"
branch_labels = None
depends_on = None


REFERENCES = {"visit_type_id": "visit_type", "room_id": "room", "series_id": "appointment_series"}
FACTS = {
    "series_place": sa.Integer(),
    "busy_from_at": sa.DateTime(timezone=True),
    "busy_to_at": sa.DateTime(timezone=True),
    "requested_at": sa.DateTime(timezone=True),
    "approved_at": sa.DateTime(timezone=True),
    "overbooked_at": sa.DateTime(timezone=True),
    "overbook_reason_sealed": sa.LargeBinary(),
    "noshow_at": sa.DateTime(timezone=True),
    "cancelled_role": sa.String(),
}
STEPS = {
    "act": sa.String(),
    "from_status": sa.String(),
    "to_status": sa.String(),
    "to_practitioner_id": sa.Uuid(),
    "to_starts_at": sa.DateTime(timezone=True),
    "role": sa.String(),
}


def upgrade() -> None:
    op.create_table(
        "appointment_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_appointment_series_patient_id_patient")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_appointment_series_practitioner_id_practitioner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_series")),
        sa.UniqueConstraint("request_key", name=op.f("uq_appointment_series_request_key")),
    )
    op.create_index(op.f("ix_appointment_series_patient_id"), "appointment_series", ["patient_id"], unique=False)
    for name, kind in FACTS.items():
        op.add_column("appointment", sa.Column(name, kind, nullable=True))
    for name, table in REFERENCES.items():
        _add_reference(name, table)
    op.create_index("ix_appointment_room_id_starts_at", "appointment", ["room_id", "starts_at"])
    op.create_index("ix_appointment_series_id", "appointment", ["series_id"])
    with op.batch_alter_table("appointment_move") as move:
        for name, kind in STEPS.items():
            move.add_column(sa.Column(name, kind, nullable=True))
        move.alter_column("from_practitioner_id", existing_type=sa.Uuid(), nullable=True)
        move.alter_column("from_starts_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        move.create_foreign_key(
            op.f("fk_appointment_move_to_practitioner_id_practitioner"), "practitioner", ["to_practitioner_id"], ["id"]
        )
    _let_history_only_grow()


def _add_reference(name: str, table: str) -> None:
    """Add a column in place: rebuilding the table, as SQLite would have it, breaks what refers to it."""
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    op.execute(
        f"ALTER TABLE appointment ADD COLUMN {name} {kind} "
        f"CONSTRAINT fk_appointment_{name}_{table} REFERENCES {table} (id)"
    )


def _let_history_only_grow() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'history_only_grows' USING ERRCODE = 'check_violation'; END $$"
        )
        op.execute(
            "CREATE TRIGGER appointment_move_only_grows BEFORE UPDATE OR DELETE ON appointment_move "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()"
        )
        op.execute(
            "CREATE TRIGGER appointment_move_no_truncate BEFORE TRUNCATE ON appointment_move "
            "EXECUTE FUNCTION refuse_change_of_history()"
        )
        return
    for when in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER appointment_move_no_{when.lower()} BEFORE {when} ON appointment_move "
            "BEGIN SELECT RAISE(ABORT, 'history_only_grows'); END"
        )


def downgrade() -> None:
    _let_history_change()
    op.execute("DELETE FROM appointment_move WHERE from_starts_at IS NULL")
    with op.batch_alter_table("appointment_move") as move:
        move.drop_constraint(op.f("fk_appointment_move_to_practitioner_id_practitioner"), type_="foreignkey")
        move.alter_column("from_starts_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        move.alter_column("from_practitioner_id", existing_type=sa.Uuid(), nullable=False)
        for name in STEPS:
            move.drop_column(name)
    op.drop_index("ix_appointment_series_id", "appointment")
    op.drop_index("ix_appointment_room_id_starts_at", "appointment")
    for name in (*REFERENCES, *FACTS):
        op.drop_column("appointment", name)
    op.drop_table("appointment_series")


def _let_history_change() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER appointment_move_only_grows ON appointment_move")
        op.execute("DROP TRIGGER appointment_move_no_truncate ON appointment_move")
        op.execute("DROP FUNCTION refuse_change_of_history")
        return
    for when in ("update", "delete"):
        op.execute(f"DROP TRIGGER appointment_move_no_{when}")
