"""What is written after a note was signed: signed too, and no longer changed or removed."""

import sqlalchemy as sa
from alembic import op

revision = "note_addenda"
down_revision = "note_drafts"
branch_labels = None
depends_on = None

SAID = "encounter_id, text_sealed, signed_by, signed_at"


def upgrade() -> None:
    op.create_table(
        "note_addendum",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounter.id"], name=op.f("fk_note_addendum_encounter_id_encounter")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_note_addendum_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_addendum")),
        sa.UniqueConstraint("request_key", name=op.f("uq_note_addendum_request_key")),
    )
    op.create_index(op.f("ix_note_addendum_encounter_id"), "note_addendum", ["encounter_id"], unique=False)
    op.create_index(op.f("ix_note_addendum_patient_id"), "note_addendum", ["patient_id"], unique=False)
    postgresql = op.get_bind().dialect.name == "postgresql"
    refused = (
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed()"
        if postgresql
        else "BEGIN SELECT RAISE(ABORT, 'signed_no_longer_changes'); END"
    )
    op.execute(f"CREATE TRIGGER note_addendum_signed_update BEFORE UPDATE OF {SAID} ON note_addendum {refused}")
    op.execute(f"CREATE TRIGGER note_addendum_signed_delete BEFORE DELETE ON note_addendum {refused}")
    if postgresql:
        op.execute(
            "CREATE TRIGGER note_addendum_signed_truncate BEFORE TRUNCATE ON note_addendum "
            "EXECUTE FUNCTION refuse_change_of_signed()"
        )


def downgrade() -> None:
    op.drop_table("note_addendum")
