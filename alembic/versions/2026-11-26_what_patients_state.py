"""What patients state is confirmed or refuted; who opened a record is found from the newest on; what is new at home."""

import sqlalchemy as sa
from alembic import op

revision = "what_patients_state"
down_revision = "threads_and_forms"
branch_labels = None
depends_on = None

REFUTED = (
    ("refuted_at", sa.DateTime(timezone=True)),
    ("refuted_by", sa.Uuid()),
    ("reason_sealed", sa.LargeBinary()),
)
WITHDRAWN = (
    ("stated_by", sa.Uuid()),
    ("withdrawn_at", sa.DateTime(timezone=True)),
    ("withdrawn_by", sa.Uuid()),
)
ADDED = {"health_statement": REFUTED, "allergy_intolerance": (*WITHDRAWN, *REFUTED)}


def upgrade() -> None:
    for table, columns in ADDED.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind, nullable=True))
    op.create_table(
        "portal_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_portal_look_account_id_account")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_portal_look_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_look")),
        sa.UniqueConstraint("account_id", "patient_id", name=op.f("uq_portal_look_account_id_patient_id")),
    )
    op.create_index(op.f("ix_portal_look_patient_id"), "portal_look", ["patient_id"], unique=False)
    op.create_index("ix_audit_subject_patient_id_entry_id", "audit_subject", ["patient_id", "entry_id"], unique=False)
    op.drop_index(op.f("ix_audit_subject_patient_id"), table_name="audit_subject")


def downgrade() -> None:
    op.create_index(op.f("ix_audit_subject_patient_id"), "audit_subject", ["patient_id"], unique=False)
    op.drop_index("ix_audit_subject_patient_id_entry_id", table_name="audit_subject")
    op.drop_table("portal_look")
    for table, columns in ADDED.items():
        for name, _ in columns:
            op.drop_column(table, name)
