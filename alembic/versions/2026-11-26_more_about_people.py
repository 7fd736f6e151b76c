"""More about people: personal data with its history, statements and consents, who acts for whom, sealed files."""

import sqlalchemy as sa
from alembic import op

revision = "more_about_people"
down_revision = "people_by_words"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_consent_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_patient_id"), "consent", ["patient_id"], unique=False)
    op.create_table(
        "coverage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("payer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("member_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("valid_to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_coverage_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage")),
    )
    op.create_index(op.f("ix_coverage_patient_id"), "coverage", ["patient_id"], unique=False)
    op.create_table(
        "health_statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stated_by", sa.Uuid(), nullable=True),
        sa.Column("stated_role", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_health_statement_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_statement")),
    )
    op.create_index(op.f("ix_health_statement_patient_id"), "health_statement", ["patient_id"], unique=False)
    op.create_table(
        "intake_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_intake_step_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_step")),
        sa.UniqueConstraint("patient_id", "step", name=op.f("uq_intake_step_patient_id_step")),
    )
    op.create_table(
        "patient_relation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("relation_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("typed_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_patient_relation_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_relation")),
    )
    op.create_index(op.f("ix_patient_relation_patient_id"), "patient_relation", ["patient_id"], unique=False)
    op.create_table(
        "record_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("code_index", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_record_code_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_code")),
        sa.UniqueConstraint("code_index", name=op.f("uq_record_code_code_index")),
    )
    op.create_index(op.f("ix_record_code_patient_id"), "record_code", ["patient_id"], unique=False)
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_stored_file_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_index(op.f("ix_stored_file_patient_id"), "stored_file", ["patient_id"], unique=False)
    op.create_table(
        "stored_piece",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_stored_piece_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_piece")),
        sa.UniqueConstraint("file_id", "place", name=op.f("uq_stored_piece_file_id_place")),
    )
    op.create_table(
        "acting_for",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("proof_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_acting_for_account_id_account")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_acting_for_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acting_for")),
    )
    op.create_index(op.f("ix_acting_for_account_id"), "acting_for", ["account_id"], unique=False)
    op.create_index(op.f("ix_acting_for_patient_id"), "acting_for", ["patient_id"], unique=False)
    op.create_table(
        "change_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wishes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_change_request_account_id_account")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_change_request_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
    )
    op.create_index(op.f("ix_change_request_patient_id"), "change_request", ["patient_id"], unique=False)
    op.create_table(
        "personal_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("after_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_personal_change_patient_id_patient")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["change_request.id"], name=op.f("fk_personal_change_request_id_change_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_change")),
    )
    op.create_index(op.f("ix_personal_change_patient_id"), "personal_change", ["patient_id"], unique=False)
    op.add_column("allergy_intolerance", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("allergy_intolerance", sa.Column("confirmed_by", sa.Uuid(), nullable=True))
    op.add_column("login_session", sa.Column("acting_id", sa.Uuid(), nullable=True))
    op.add_column("patient", sa.Column("prefix_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("patient", sa.Column("suffix_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("patient", sa.Column("born_estimated", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("patient", sa.Column("gender_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("patient", sa.Column("interpreter", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("patient", sa.Column("identity", sa.String(), nullable=False, server_default="stated"))
    op.add_column("patient", sa.Column("identity_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("patient", sa.Column("identity_by", sa.Uuid(), nullable=True))
    op.add_column("patient", sa.Column("merged_into_id", sa.Uuid(), nullable=True))
    op.add_column("patient", sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_patient_merged_into_id"), "patient", ["merged_into_id"], unique=False)
    op.add_column("patient_contact", sa.Column("typed_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("patient_contact", sa.Column("parts_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("patient_identifier", sa.Column("country", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("patient_identifier", "country")
    op.drop_column("patient_contact", "parts_sealed")
    op.drop_column("patient_contact", "typed_sealed")
    op.drop_index(op.f("ix_patient_merged_into_id"), table_name="patient")
    op.drop_column("patient", "merged_at")
    op.drop_column("patient", "merged_into_id")
    op.drop_column("patient", "identity_by")
    op.drop_column("patient", "identity_at")
    op.drop_column("patient", "identity")
    op.drop_column("patient", "interpreter")
    op.drop_column("patient", "gender_sealed")
    op.drop_column("patient", "born_estimated")
    op.drop_column("patient", "suffix_sealed")
    op.drop_column("patient", "prefix_sealed")
    op.drop_column("login_session", "acting_id")
    op.drop_column("allergy_intolerance", "confirmed_by")
    op.drop_column("allergy_intolerance", "confirmed_at")
    op.drop_index(op.f("ix_personal_change_patient_id"), table_name="personal_change")
    op.drop_table("personal_change")
    op.drop_index(op.f("ix_change_request_patient_id"), table_name="change_request")
    op.drop_table("change_request")
    op.drop_index(op.f("ix_acting_for_patient_id"), table_name="acting_for")
    op.drop_index(op.f("ix_acting_for_account_id"), table_name="acting_for")
    op.drop_table("acting_for")
    op.drop_table("stored_piece")
    op.drop_index(op.f("ix_stored_file_patient_id"), table_name="stored_file")
    op.drop_table("stored_file")
    op.drop_index(op.f("ix_record_code_patient_id"), table_name="record_code")
    op.drop_table("record_code")
    op.drop_index(op.f("ix_patient_relation_patient_id"), table_name="patient_relation")
    op.drop_table("patient_relation")
    op.drop_table("intake_step")
    op.drop_index(op.f("ix_health_statement_patient_id"), table_name="health_statement")
    op.drop_table("health_statement")
    op.drop_index(op.f("ix_coverage_patient_id"), table_name="coverage")
    op.drop_table("coverage")
    op.drop_index(op.f("ix_consent_patient_id"), table_name="consent")
    op.drop_table("consent")
