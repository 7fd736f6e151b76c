"""Doctors in training: who supervises them, and the supervisor's signature under what they signed."""

import sqlalchemy as sa
from alembic import op

revision = "cosignatures"
down_revision = "documents"
branch_labels = None
depends_on = None

SIGNED = (
    "practitioner_id", "appointment_id", "kind_sealed", "note_sealed", "summary_sealed", "started_at", "ended_at",
    "signed_at", "signed_by", "subjective_sealed", "objective_sealed", "assessment_sealed", "plan_sealed",
    "copied_sealed",
)  # fmt: skip
SAID = "encounter_id, practitioner_id, asked_at, signed_at, addenda_covered"


def upgrade() -> None:
    op.add_column("practitioner", sa.Column("supervisor_id", sa.Uuid(), nullable=True))
    op.add_column("encounter", sa.Column("supervised", sa.Boolean(), nullable=False, server_default=sa.false()))
    _protect(*SIGNED, "supervised")
    op.create_table(
        "note_cosignature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("addenda_covered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounter.id"], name=op.f("fk_note_cosignature_encounter_id_encounter")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_note_cosignature_patient_id_patient")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_note_cosignature_practitioner_id_practitioner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_cosignature")),
    )
    for name in ("encounter_id", "patient_id", "practitioner_id"):
        op.create_index(op.f(f"ix_note_cosignature_{name}"), "note_cosignature", [name], unique=False)
    _refuse(
        "note_cosignature_signed_update", f"BEFORE UPDATE OF {SAID} ON note_cosignature", "OLD.signed_at IS NOT NULL"
    )
    _refuse("note_cosignature_signed_delete", "BEFORE DELETE ON note_cosignature")
    if _postgresql():
        op.execute(
            "CREATE TRIGGER note_cosignature_signed_truncate BEFORE TRUNCATE ON note_cosignature "
            "EXECUTE FUNCTION refuse_change_of_signed()"
        )


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _refuse(name: str, what: str, when: str = "") -> None:
    only = (f"WHEN ({when}) " if _postgresql() else f"WHEN {when} ") if when else ""
    body = (
        f"FOR EACH ROW {only}EXECUTE FUNCTION refuse_change_of_signed()"
        if _postgresql()
        else f"{only}BEGIN SELECT RAISE(ABORT, 'signed_no_longer_changes'); END"
    )
    op.execute(f"CREATE TRIGGER {name} {what} {body}")


def _protect(*columns: str) -> None:
    """Let the database refuse a change of these columns of a signed visit, and of no others."""
    op.execute("DROP TRIGGER encounter_signed_update" + (" ON encounter" if _postgresql() else ""))
    what = f"BEFORE UPDATE OF {', '.join(columns)} ON encounter"
    _refuse("encounter_signed_update", what, "OLD.signed_at IS NOT NULL")


def downgrade() -> None:
    op.drop_table("note_cosignature")
    _protect(*SIGNED)
    op.drop_column("encounter", "supervised")
    op.drop_column("practitioner", "supervisor_id")
