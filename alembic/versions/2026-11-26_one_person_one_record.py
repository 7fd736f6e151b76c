"""Records that may be of one person, merges, and what is signed following its patient into a merged record."""

import sqlalchemy as sa
from alembic import op

revision = "one_person_one_record"
down_revision = "registering_at_the_desk"
branch_labels = None
depends_on = None

SIGNED = {
    "encounter": (
        "practitioner_id", "appointment_id", "kind_sealed", "note_sealed", "summary_sealed", "started_at", "ended_at",
        "signed_at", "signed_by",
    ),
    "medication_request": (
        "practitioner_id", "encounter_id", "medication_id", "drug_sealed", "dose", "unit", "frequency", "days",
        "advice_sealed", "written_at", "signed_at", "removed_at", "ends_on",
    ),
}  # fmt: skip
# Whose a signed record is changes only between two records that are one person's, as a merge has just said.
ONE_PERSON = (
    "SELECT 1 FROM patient WHERE (id = OLD.patient_id AND merged_into_id = NEW.patient_id) "
    "OR (id = NEW.patient_id AND merged_into_id = OLD.patient_id)"
)


def upgrade() -> None:
    _tables()
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(
            "CREATE FUNCTION refuse_another_patient() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF NOT EXISTS ({ONE_PERSON}) THEN "
            "RAISE EXCEPTION 'signed_no_longer_changes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
        )
    for table, columns in SIGNED.items():
        _replace(table, columns)
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {table}_signed_whose BEFORE UPDATE OF patient_id ON {table} FOR EACH ROW "
                "WHEN (OLD.signed_at IS NOT NULL AND OLD.patient_id <> NEW.patient_id) "
                "EXECUTE FUNCTION refuse_another_patient()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_signed_whose BEFORE UPDATE OF patient_id ON {table} "
                "WHEN OLD.signed_at IS NOT NULL AND OLD.patient_id <> NEW.patient_id "
                f"AND NOT EXISTS ({ONE_PERSON}) BEGIN SELECT RAISE(ABORT, 'signed_no_longer_changes'); END"
            )


def _tables() -> None:
    op.create_table(
        "suspected_pair",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by", sa.Uuid(), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("over_by", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["one_id"], ["patient.id"], name=op.f("fk_suspected_pair_one_id_patient")),
        sa.ForeignKeyConstraint(["other_id"], ["patient.id"], name=op.f("fk_suspected_pair_other_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspected_pair")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_suspected_pair_one_id_other_id")),
    )
    op.create_index(op.f("ix_suspected_pair_other_id"), "suspected_pair", ["other_id"], unique=False)
    op.create_index(op.f("ix_suspected_pair_over_at"), "suspected_pair", ["over_at"], unique=False)
    op.create_table(
        "patient_merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ledger_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undo_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["kept_id"], ["patient.id"], name=op.f("fk_patient_merge_kept_id_patient")),
        sa.ForeignKeyConstraint(["gone_id"], ["patient.id"], name=op.f("fk_patient_merge_gone_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_merge")),
    )
    op.create_index(op.f("ix_patient_merge_kept_id"), "patient_merge", ["kept_id"], unique=False)
    op.create_index(op.f("ix_patient_merge_gone_id"), "patient_merge", ["gone_id"], unique=False)
    counter = sa.table("counter", sa.column("name", sa.String), sa.column("value", sa.Integer))
    op.bulk_insert(counter, [{"name": "people looked at for twins", "value": 0}])


def _replace(table: str, columns: tuple[str, ...]) -> None:
    """Let the database refuse a change of these columns of a signed row, and of no others."""
    postgresql, name = op.get_bind().dialect.name == "postgresql", f"{table}_signed_update"
    op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
    body = (
        "FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION refuse_change_of_signed()"
        if postgresql
        else "WHEN OLD.signed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'signed_no_longer_changes'); END"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE UPDATE OF {', '.join(columns)} ON {table} {body}")


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, columns in SIGNED.items():
        op.execute(f"DROP TRIGGER {table}_signed_whose" + (f" ON {table}" if postgresql else ""))
        _replace(table, ("patient_id", *columns))
    if postgresql:
        op.execute("DROP FUNCTION refuse_another_patient")
    op.execute("DELETE FROM counter WHERE name = 'people looked at for twins'")
    op.drop_table("patient_merge")
    op.drop_table("suspected_pair")
