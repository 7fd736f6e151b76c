"""What is signed no longer changes and is never removed: notes, summaries, prescriptions."""

from alembic import op

revision = "signed_is_signed"
down_revision = "nobody_overlaps"
branch_labels = None
depends_on = None

COLUMNS = {
    "encounter": (
        "patient_id", "practitioner_id", "appointment_id", "kind_sealed", "note_sealed", "summary_sealed", "started_at",
        "ended_at", "signed_at", "signed_by",
    ),
    "medication_request": (
        "patient_id", "practitioner_id", "encounter_id", "medication_id", "drug_sealed", "dose", "unit", "frequency",
        "days", "advice_sealed", "written_at", "signed_at", "removed_at", "ends_on",
    ),
}  # fmt: skip


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(
            "CREATE FUNCTION refuse_change_of_signed() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'signed_no_longer_changes' USING ERRCODE = 'check_violation'; END $$"
        )
    for table, columns in COLUMNS.items():
        for when in (f"UPDATE OF {', '.join(columns)}", "DELETE"):
            name = f"{table}_signed_{when.split()[0].lower()}"
            body = (
                "FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION refuse_change_of_signed()"
                if postgresql
                else "WHEN OLD.signed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'signed_no_longer_changes'); END"
            )
            op.execute(f"CREATE TRIGGER {name} BEFORE {when} ON {table} {body}")
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {table}_signed_truncate BEFORE TRUNCATE ON {table} "
                "EXECUTE FUNCTION refuse_change_of_signed()"
            )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in COLUMNS:
        for when in ("update", "delete", *(["truncate"] if postgresql else [])):
            op.execute(f"DROP TRIGGER {table}_signed_{when}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        op.execute("DROP FUNCTION refuse_change_of_signed")
