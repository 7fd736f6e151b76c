"""Documents of the record over sealed files, and the letters and certificates that were signed here."""

import sqlalchemy as sa
from alembic import op

revision = "documents"
down_revision = "note_templates"
branch_labels = None
depends_on = None

SAID = "document_id, practitioner_id, content_sealed, signature, issued_at"


def upgrade() -> None:
    op.create_table(
        "document_reference",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("author_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("thumbnail_id", sa.Uuid(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounter.id"], name=op.f("fk_document_reference_encounter_id_encounter")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_document_reference_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_document_reference_patient_id_patient")),
        sa.ForeignKeyConstraint(
            ["thumbnail_id"], ["stored_file.id"], name=op.f("fk_document_reference_thumbnail_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_reference")),
        sa.UniqueConstraint("file_id", name=op.f("uq_document_reference_file_id")),
        sa.UniqueConstraint("request_key", name=op.f("uq_document_reference_request_key")),
        sa.UniqueConstraint("thumbnail_id", name=op.f("uq_document_reference_thumbnail_id")),
    )
    for column in ("encounter_id", "patient_id"):
        op.create_index(op.f(f"ix_document_reference_{column}"), "document_reference", [column], unique=False)
    op.create_index(
        "ix_document_reference_patient_id_happened_at",
        "document_reference",
        ["patient_id", "happened_at"],
        unique=False,
    )
    op.create_table(
        "signed_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document_reference.id"], name=op.f("fk_signed_letter_document_id_document_reference")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_signed_letter_patient_id_patient")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_signed_letter_practitioner_id_practitioner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_letter")),
        sa.UniqueConstraint("document_id", name=op.f("uq_signed_letter_document_id")),
    )
    op.create_index(op.f("ix_signed_letter_patient_id"), "signed_letter", ["patient_id"], unique=False)
    postgresql = op.get_bind().dialect.name == "postgresql"
    stays = _refused(postgresql, "refuse_loss_of_entry", "entries_stay")
    signed = _refused(postgresql, "refuse_change_of_signed", "signed_no_longer_changes")
    op.execute(f"CREATE TRIGGER document_reference_stays BEFORE DELETE ON document_reference {stays}")
    op.execute(f"CREATE TRIGGER document_reference_same_file BEFORE UPDATE OF file_id ON document_reference {stays}")
    op.execute(f"CREATE TRIGGER signed_letter_update BEFORE UPDATE OF {SAID} ON signed_letter {signed}")
    op.execute(f"CREATE TRIGGER signed_letter_delete BEFORE DELETE ON signed_letter {signed}")
    if postgresql:
        for table, refuses in (
            ("document_reference", "refuse_loss_of_entry"), ("signed_letter", "refuse_change_of_signed")
        ):  # fmt: skip
            op.execute(f"CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {refuses}()")


def _refused(postgresql: bool, function: str, word: str) -> str:
    if postgresql:
        return f"FOR EACH ROW EXECUTE FUNCTION {function}()"
    return f"BEGIN SELECT RAISE(ABORT, '{word}'); END"


def downgrade() -> None:
    op.drop_table("signed_letter")
    op.drop_table("document_reference")
