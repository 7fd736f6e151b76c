"""Words that notes begin with, of a doctor or of the clinic; and what in a note was carried forward from an earlier one."""

import sqlalchemy as sa
from alembic import op

revision = "note_templates"
down_revision = "note_addenda"
branch_labels = None
depends_on = None

SIGNED = (
    "practitioner_id", "appointment_id", "kind_sealed", "note_sealed", "summary_sealed", "started_at", "ended_at",
    "signed_at", "signed_by", "subjective_sealed", "objective_sealed", "assessment_sealed", "plan_sealed",
)  # fmt: skip
WORDS = ("name_sealed", "subjective_sealed", "objective_sealed", "assessment_sealed", "plan_sealed")


def upgrade() -> None:
    op.create_table(
        "note_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("visit_type_id", sa.Uuid(), nullable=True),
        *(sa.Column(name, sa.LargeBinary(), nullable=True) for name in WORDS),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_note_template_practitioner_id_practitioner")
        ),
        sa.ForeignKeyConstraint(
            ["visit_type_id"], ["visit_type.id"], name=op.f("fk_note_template_visit_type_id_visit_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_template")),
        sa.UniqueConstraint("request_key", name=op.f("uq_note_template_request_key")),
    )
    op.create_index(op.f("ix_note_template_practitioner_id"), "note_template", ["practitioner_id"], unique=False)
    op.add_column("encounter", sa.Column("copied_sealed", sa.LargeBinary(), nullable=True))
    _protect(*SIGNED, "copied_sealed")


def _protect(*columns: str) -> None:
    """Let the database refuse a change of these columns of a signed visit, and of no others."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute("DROP TRIGGER encounter_signed_update" + (" ON encounter" if postgresql else ""))
    body = (
        "FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION refuse_change_of_signed()"
        if postgresql
        else "WHEN OLD.signed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'signed_no_longer_changes'); END"
    )
    op.execute(f"CREATE TRIGGER encounter_signed_update BEFORE UPDATE OF {', '.join(columns)} ON encounter {body}")


def downgrade() -> None:
    _protect(*SIGNED)
    op.drop_column("encounter", "copied_sealed")
    op.drop_index(op.f("ix_note_template_practitioner_id"), table_name="note_template")
    op.drop_table("note_template")
