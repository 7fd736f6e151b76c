"""A time can be held; nobody overlaps, buffers and rooms included."""

import sqlalchemy as sa
from alembic import op

revision = "times_are_held"
down_revision = "states_of_appointments"
branch_labels = None
depends_on = None


# name: (table, column, where it counts, from, to). With buffers the doctor and the room are taken longer than the patient.
LIVE = "{0}cancelled_at IS NULL AND {0}noshow_at IS NULL"
PLANNED = LIVE + " AND {0}overbooked_at IS NULL"
BUSY = ("COALESCE({0}busy_from_at, {0}starts_at)", "COALESCE({0}busy_to_at, {0}ends_at)")
KEPT, HELD = "{0}over_at IS NULL", ("{0}busy_from_at", "{0}busy_to_at")
PROMISES = {
    "practitioner_overlap": ("appointment", "practitioner_id", PLANNED, *BUSY),
    "room_overlap": ("appointment", "room_id", PLANNED, *BUSY),
    "patient_overlap": ("appointment", "patient_id", LIVE, "{0}starts_at", "{0}ends_at"),
    "hold_overlap": ("hold", "practitioner_id", KEPT, *HELD),
    "hold_room_overlap": ("hold", "room_id", KEPT, *HELD),
}
WATCHED = {
    "appointment": "practitioner_id, room_id, patient_id, starts_at, ends_at, busy_from_at, busy_to_at, "
    "cancelled_at, noshow_at, overbooked_at",
    "hold": "practitioner_id, room_id, busy_from_at, busy_to_at, over_at",
}
BEFORE = ("practitioner", "patient")  # whose overlap was refused until now, without buffers


def upgrade() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=True),
        sa.Column("visit_type_id", sa.Uuid(), nullable=True),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("busy_from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("busy_to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_offer", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_hold_patient_id_patient")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_hold_practitioner_id_practitioner")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_hold_room_id_room")),
        sa.ForeignKeyConstraint(["visit_type_id"], ["visit_type.id"], name=op.f("fk_hold_visit_type_id_visit_type")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_expires_at"), "hold", ["expires_at"], unique=False)
    op.create_index(op.f("ix_hold_made_by"), "hold", ["made_by"], unique=False)
    op.create_index(op.f("ix_hold_patient_id"), "hold", ["patient_id"], unique=False)
    op.create_index("ix_hold_practitioner_id_starts_at", "hold", ["practitioner_id", "starts_at"], unique=False)
    postgresql = op.get_bind().dialect.name == "postgresql"
    for who in BEFORE:
        for statement in _dropped(f"{who}_overlap", "appointment", postgresql):
            op.execute(statement)
    for name, promise in PROMISES.items():
        for statement in _constraint(name, *promise) if postgresql else _triggers(name, *promise):
            op.execute(statement)


def _constraint(name: str, table: str, column: str, where: str, begins: str, ends: str) -> list[str]:
    span = f"tstzrange({begins.format('')}, {ends.format('')})"
    counts = where.format("") + (f" AND {column} IS NOT NULL" if column == "room_id" else "")
    return [
        f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist ({column} WITH =, {span} WITH &&) WHERE ({counts})"
    ]


def _triggers(name: str, table: str, column: str, where: str, begins: str, ends: str) -> list[str]:
    new, old = "NEW.", "other."
    near = (  # nothing lasts a day, so the index on starts_at finds all that could overlap
        "other.starts_at > datetime(NEW.starts_at, '-2 days') AND other.starts_at < datetime(NEW.ends_at, '+2 days')"
    )
    clash = (
        f"EXISTS (SELECT 1 FROM {table} AS other WHERE other.{column} = NEW.{column} AND other.id <> NEW.id "
        f"AND {where.format(old)} AND {near} "
        f"AND {begins.format(old)} < {ends.format(new)} AND {begins.format(new)} < {ends.format(old)})"
    )
    long = f"julianday({ends.format(new)}) - julianday({begins.format(new)}) >= 1"
    return [
        f"CREATE TRIGGER {name}_{when.split(maxsplit=1)[0].lower()} BEFORE {when} ON {table} "
        f"WHEN {where.format(new)} AND NEW.{column} IS NOT NULL "
        f"BEGIN SELECT RAISE(ABORT, '{name}') WHERE {clash}; SELECT RAISE(ABORT, 'longer_than_a_day') WHERE {long}; END"
        for when in ("INSERT", f"UPDATE OF {WATCHED[table]}")
    ]


def _dropped(name: str, table: str, postgresql: bool) -> list[str]:
    if postgresql:
        return [f"ALTER TABLE {table} DROP CONSTRAINT {name}"]
    return [f"DROP TRIGGER {name}_insert", f"DROP TRIGGER {name}_update"]


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, (table, *_) in PROMISES.items():
        for statement in _dropped(name, table, postgresql):
            op.execute(statement)
    for who in BEFORE:
        for statement in _as_before(who, postgresql):
            op.execute(statement)
    op.drop_table("hold")


def _as_before(who: str, postgresql: bool) -> list[str]:
    if postgresql:
        return [
            f"ALTER TABLE appointment ADD CONSTRAINT {who}_overlap EXCLUDE USING gist "
            f"({who}_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (cancelled_at IS NULL)"
        ]
    return [
        f"CREATE TRIGGER {who}_overlap_{when.split(maxsplit=1)[0].lower()} BEFORE {when} ON appointment "
        f"WHEN NEW.cancelled_at IS NULL BEGIN SELECT RAISE(ABORT, '{who}_overlap') WHERE EXISTS "
        f"(SELECT 1 FROM appointment WHERE {who}_id = NEW.{who}_id AND id <> NEW.id AND cancelled_at IS NULL "
        "AND starts_at < NEW.ends_at AND NEW.starts_at < ends_at); END"
        for when in ("INSERT", f"UPDATE OF {who}_id, starts_at, ends_at, cancelled_at")
    ]
