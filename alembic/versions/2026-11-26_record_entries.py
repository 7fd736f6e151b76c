"""Entries of the medical record, and what each said before it was changed; a kept version never changes."""

import sqlalchemy as sa
from alembic import op

revision = "record_entries"
down_revision = "record_exports"
branch_labels = None
depends_on = None

ENTRIES = ("condition", "observation", "immunization", "procedure", "family_history", "entry_version")
SAID = "entry_kind, entry_id, number, body_sealed, changed_at, changed_by, reason_sealed"


def upgrade() -> None:
    op.create_table(
        "entry_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("entry_kind", sa.String(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_entry_version_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_version")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_entry_version_entry_id_number")),
    )
    op.create_index(op.f("ix_entry_version_patient_id"), "entry_version", ["patient_id"], unique=False)
    op.create_table(
        "condition",
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
        sa.Column("code_system", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounter.id"], name=op.f("fk_condition_encounter_id_encounter")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_condition_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
        sa.UniqueConstraint("request_key", name=op.f("uq_condition_request_key")),
    )
    op.create_index(op.f("ix_condition_encounter_id"), "condition", ["encounter_id"], unique=False)
    op.create_index(op.f("ix_condition_patient_id"), "condition", ["patient_id"], unique=False)
    op.create_table(
        "family_history",
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
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("code_system", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounter.id"], name=op.f("fk_family_history_encounter_id_encounter")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_family_history_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_history")),
        sa.UniqueConstraint("request_key", name=op.f("uq_family_history_request_key")),
    )
    op.create_index(op.f("ix_family_history_encounter_id"), "family_history", ["encounter_id"], unique=False)
    op.create_index(op.f("ix_family_history_patient_id"), "family_history", ["patient_id"], unique=False)
    op.create_table(
        "immunization",
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
        sa.Column("code_system", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("lot_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("expires_on", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("dose_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounter.id"], name=op.f("fk_immunization_encounter_id_encounter")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_immunization_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_immunization")),
        sa.UniqueConstraint("request_key", name=op.f("uq_immunization_request_key")),
    )
    op.create_index(op.f("ix_immunization_code"), "immunization", ["code"], unique=False)
    op.create_index(op.f("ix_immunization_encounter_id"), "immunization", ["encounter_id"], unique=False)
    op.create_index(op.f("ix_immunization_patient_id"), "immunization", ["patient_id"], unique=False)
    op.create_table(
        "observation",
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
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("code_system", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("flag", sa.String(), nullable=False),
        sa.Column("usual_low", sa.String(), nullable=False),
        sa.Column("usual_high", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounter.id"], name=op.f("fk_observation_encounter_id_encounter")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_observation_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint("request_key", name=op.f("uq_observation_request_key")),
    )
    op.create_index(op.f("ix_observation_code"), "observation", ["code"], unique=False)
    op.create_index(op.f("ix_observation_encounter_id"), "observation", ["encounter_id"], unique=False)
    op.create_index(op.f("ix_observation_group_id"), "observation", ["group_id"], unique=False)
    op.create_index(op.f("ix_observation_patient_id"), "observation", ["patient_id"], unique=False)
    op.create_index(
        "ix_observation_patient_id_code_happened_at", "observation", ["patient_id", "code", "happened_at"], unique=False
    )
    op.create_index("ix_observation_patient_id_happened_at", "observation", ["patient_id", "happened_at"], unique=False)
    op.create_table(
        "procedure",
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
        sa.Column("code_system", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounter.id"], name=op.f("fk_procedure_encounter_id_encounter")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_procedure_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure")),
        sa.UniqueConstraint("request_key", name=op.f("uq_procedure_request_key")),
    )
    op.create_index(op.f("ix_procedure_encounter_id"), "procedure", ["encounter_id"], unique=False)
    op.create_index(op.f("ix_procedure_patient_id"), "procedure", ["patient_id"], unique=False)
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(
            "CREATE FUNCTION refuse_loss_of_entry() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'entries_stay' USING ERRCODE = 'check_violation'; END $$"
        )
    refused = (
        "FOR EACH ROW EXECUTE FUNCTION refuse_loss_of_entry()"
        if postgresql
        else "BEGIN SELECT RAISE(ABORT, 'entries_stay'); END"
    )
    for table in ENTRIES:
        op.execute(f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {refused}")
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_loss_of_entry()"
            )
    op.execute(f"CREATE TRIGGER entry_version_as_said BEFORE UPDATE OF {SAID} ON entry_version {refused}")


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in ENTRIES:
        for name in (f"{table}_stays", *([f"{table}_stays_whole"] if postgresql else [])):
            op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
    op.execute("DROP TRIGGER entry_version_as_said" + (" ON entry_version" if postgresql else ""))
    if postgresql:
        op.execute("DROP FUNCTION refuse_loss_of_entry")

    op.drop_index(op.f("ix_procedure_patient_id"), table_name="procedure")
    op.drop_index(op.f("ix_procedure_encounter_id"), table_name="procedure")
    op.drop_table("procedure")
    op.drop_index("ix_observation_patient_id_happened_at", table_name="observation")
    op.drop_index("ix_observation_patient_id_code_happened_at", table_name="observation")
    op.drop_index(op.f("ix_observation_patient_id"), table_name="observation")
    op.drop_index(op.f("ix_observation_group_id"), table_name="observation")
    op.drop_index(op.f("ix_observation_encounter_id"), table_name="observation")
    op.drop_index(op.f("ix_observation_code"), table_name="observation")
    op.drop_table("observation")
    op.drop_index(op.f("ix_immunization_patient_id"), table_name="immunization")
    op.drop_index(op.f("ix_immunization_encounter_id"), table_name="immunization")
    op.drop_index(op.f("ix_immunization_code"), table_name="immunization")
    op.drop_table("immunization")
    op.drop_index(op.f("ix_family_history_patient_id"), table_name="family_history")
    op.drop_index(op.f("ix_family_history_encounter_id"), table_name="family_history")
    op.drop_table("family_history")
    op.drop_index(op.f("ix_condition_patient_id"), table_name="condition")
    op.drop_index(op.f("ix_condition_encounter_id"), table_name="condition")
    op.drop_table("condition")
    op.drop_index(op.f("ix_entry_version_patient_id"), table_name="entry_version")
    op.drop_table("entry_version")
