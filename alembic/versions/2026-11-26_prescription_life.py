"""What becomes of a signed prescription: its paper, renewal and end, a doctor's favourites, and wishes for a refill."""

import sqlalchemy as sa
from alembic import op

revision = "prescription_life"
down_revision = "lists_of_the_record"
branch_labels = None
depends_on = None

OPEN = sa.text("answered_at IS NULL AND withdrawn_at IS NULL")
# What was said once and for all. Whose it is may still follow its patient into a merged record.
SAID = {
    "prescription_paper": ("practitioner_id", "encounter_id", "prescription_id", "content_sealed", "signature", "issued_at"),
    "prescription_stop": ("prescription_id", "stopped_at", "stopped_by", "reason_sealed"),
    "prescription_renewal": ("prescription_id", "renews_id"),
}  # fmt: skip


def _id() -> sa.Column:
    return sa.Column("id", sa.Uuid(), nullable=False)


def _named(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _at(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "prescription_paper",
        _id(),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("encounter_id", sa.Uuid(), nullable=True),
        sa.Column("prescription_id", sa.Uuid(), nullable=True),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        _at("issued_at", nullable=False),
        _named("prescription_paper", "patient_id", "patient"),
        _named("prescription_paper", "practitioner_id", "practitioner"),
        _named("prescription_paper", "encounter_id", "encounter"),
        _named("prescription_paper", "prescription_id", "medication_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescription_paper")),
        sa.UniqueConstraint("encounter_id", name=op.f("uq_prescription_paper_encounter_id")),
        sa.UniqueConstraint("prescription_id", name=op.f("uq_prescription_paper_prescription_id")),
    )
    op.create_index(op.f("ix_prescription_paper_patient_id"), "prescription_paper", ["patient_id"], unique=False)
    op.create_table(
        "prescription_stop",
        _id(),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("prescription_id", sa.Uuid(), nullable=False),
        _at("stopped_at", nullable=False),
        sa.Column("stopped_by", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        _named("prescription_stop", "patient_id", "patient"),
        _named("prescription_stop", "prescription_id", "medication_request"),
        _named("prescription_stop", "stopped_by", "practitioner"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescription_stop")),
        sa.UniqueConstraint("prescription_id", name=op.f("uq_prescription_stop_prescription_id")),
    )
    op.create_index(op.f("ix_prescription_stop_patient_id"), "prescription_stop", ["patient_id"], unique=False)
    op.create_table(
        "prescription_renewal",
        _id(),
        sa.Column("prescription_id", sa.Uuid(), nullable=False),
        sa.Column("renews_id", sa.Uuid(), nullable=False),
        _named("prescription_renewal", "prescription_id", "medication_request"),
        _named("prescription_renewal", "renews_id", "medication_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescription_renewal")),
        sa.UniqueConstraint("prescription_id", name=op.f("uq_prescription_renewal_prescription_id")),
    )
    op.create_index(op.f("ix_prescription_renewal_renews_id"), "prescription_renewal", ["renews_id"], unique=False)
    op.create_table(
        "prescription_favourite",
        _id(),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("medication_id", sa.Uuid(), nullable=False),
        sa.Column("dose", sa.String(), nullable=False),
        sa.Column("frequency", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("advice_sealed", sa.LargeBinary(), nullable=True),
        _at("made_at", nullable=False),
        _at("removed_at"),
        _named("prescription_favourite", "practitioner_id", "practitioner"),
        _named("prescription_favourite", "medication_id", "medication"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescription_favourite")),
    )
    op.create_index(
        op.f("ix_prescription_favourite_practitioner_id"), "prescription_favourite", ["practitioner_id"], unique=False
    )
    _refills()
    _guard()


def _refills() -> None:
    op.create_table(
        "refill_request",
        _id(),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("prescription_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        _at("asked_at", nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        _at("withdrawn_at"),
        _at("answered_at"),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("renewed_as_id", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=False),
        _named("refill_request", "patient_id", "patient"),
        _named("refill_request", "prescription_id", "medication_request"),
        _named("refill_request", "practitioner_id", "practitioner"),
        _named("refill_request", "answered_by", "practitioner"),
        _named("refill_request", "renewed_as_id", "medication_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refill_request")),
        sa.UniqueConstraint("request_key", name=op.f("uq_refill_request_request_key")),
    )
    for column in ("patient_id", "prescription_id", "practitioner_id"):
        op.create_index(op.f(f"ix_refill_request_{column}"), "refill_request", [column], unique=False)
    # Nobody waits twice for one thing.
    op.create_index(
        "uq_refill_request_open", "refill_request", ["prescription_id"], unique=True,
        postgresql_where=OPEN, sqlite_where=OPEN,
    )  # fmt: skip


def _guard() -> None:
    """Let the database refuse a change of what was said, and its loss."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    body = (
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed()"
        if postgresql
        else "BEGIN SELECT RAISE(ABORT, 'signed_no_longer_changes'); END"
    )
    for table, columns in SAID.items():
        op.execute(f"CREATE TRIGGER {table}_as_said BEFORE UPDATE OF {', '.join(columns)} ON {table} {body}")
        op.execute(f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {body}")
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table} "
                "EXECUTE FUNCTION refuse_change_of_signed()"
            )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in SAID:
        for name in ("as_said", "stays", *(["stays_whole"] if postgresql else [])):
            op.execute(f"DROP TRIGGER {table}_{name}" + (f" ON {table}" if postgresql else ""))
    for table in ("refill_request", "prescription_favourite", *reversed(SAID)):
        op.drop_table(table)
