"""Who wrote last in a note, and a second writer's words: kept beside the note until somebody says what becomes of them."""

import sqlalchemy as sa
from alembic import op

revision = "note_drafts"
down_revision = "soap_notes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("encounter", sa.Column("writer", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "note_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("writer", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subjective_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("objective_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("assessment_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("plan_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("summary_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounter.id"], name=op.f("fk_note_draft_encounter_id_encounter")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_note_draft_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_draft")),
        sa.UniqueConstraint("encounter_id", "writer", name=op.f("uq_note_draft_encounter_id_writer")),
    )
    op.create_index(op.f("ix_note_draft_patient_id"), "note_draft", ["patient_id"], unique=False)


def downgrade() -> None:
    op.drop_table("note_draft")
    op.drop_column("encounter", "writer")
