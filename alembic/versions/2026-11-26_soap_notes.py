"""A visit's note in four fields that no longer change once signed; what was signed is told in the audit by its SHA-256."""

import sqlalchemy as sa
from alembic import op

revision = "soap_notes"
down_revision = "alerts_overridden"
branch_labels = None
depends_on = None

FIELDS = ("subjective_sealed", "objective_sealed", "assessment_sealed", "plan_sealed")
BEFORE = (
    "practitioner_id", "appointment_id", "kind_sealed", "note_sealed", "summary_sealed", "started_at", "ended_at",
    "signed_at", "signed_by",
)  # fmt: skip
DIGEST = sa.text("digest_sealed IS NOT NULL")


def upgrade() -> None:
    for name in FIELDS:
        op.add_column("encounter", sa.Column(name, sa.LargeBinary(), nullable=True))
    _protect(*BEFORE, *FIELDS)
    op.add_column("audit_entry", sa.Column("digest_sealed", sa.LargeBinary(), nullable=True))
    op.create_index(
        "ix_audit_entry_signed_record", "audit_entry", ["record_id"], postgresql_where=DIGEST, sqlite_where=DIGEST
    )


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
    op.drop_index("ix_audit_entry_signed_record", table_name="audit_entry")
    op.drop_column("audit_entry", "digest_sealed")
    _protect(*BEFORE)
    for name in FIELDS:
        op.drop_column("encounter", name)
